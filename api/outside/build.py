"""The three ports to outside services, with the adapters that the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import structlog

from api.db.session import Database
from api.kernel.jobs import Job
from api.outside.gazetteer.build import make_gazetteer
from api.outside.gazetteer.csv_file import FileProblem
from api.outside.gazetteer.load import seed
from api.outside.gazetteer.service import Gazetteer
from api.outside.notices.build import make_delivery
from api.outside.notices.deliver import NoticeDelivery
from api.outside.notices.jobs import notice_jobs
from api.outside.notices.outbox_view import NoticeDesk
from api.outside.notices.receipts import Receipts
from api.outside.notices.service import Notices
from api.outside.payments.build import make_payments
from api.outside.payments.jobs import payment_jobs
from api.outside.payments.refunds import Refunds
from api.outside.payments.service import Payments
from api.outside.payments.watch import PaymentWatch
from api.settings import Settings
from api.vault.service import Vault

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class OutsidePorts:
    """Notices, payments and addresses, for bookings and reports; and what runs and is seen of them."""

    settings: Settings
    database: Database
    notices: Notices
    delivery: NoticeDelivery
    receipts: Receipts
    notice_desk: NoticeDesk
    payments: Payments
    refunds: Refunds
    watch: PaymentWatch
    gazetteer: Gazetteer

    def jobs(self) -> tuple[Job, ...]:
        """The jobs of notices and payments."""
        return (*notice_jobs(self.delivery), *payment_jobs(self.watch, self.refunds))

    async def seed(self) -> None:
        """The council pack's sample of addresses, while the council has loaded none of its own."""
        try:
            count = await seed(self.database, self.settings.council_pack)
        except FileProblem as problem:
            log.error("addresses_not_seeded", problem=str(problem))
        else:
            log.info("addresses", count=count)


def make_ports(settings: Settings, database: Database, vault: Vault) -> OutsidePorts:
    """The ports around a migrated database. Nothing outside is called before something is sent, paid or looked up."""
    payments = make_payments(settings, database)
    return OutsidePorts(
        settings=settings,
        database=database,
        notices=Notices(),
        delivery=make_delivery(settings, database, vault),
        receipts=Receipts(database),
        notice_desk=NoticeDesk(database),
        payments=payments,
        refunds=Refunds(database, payments),
        watch=PaymentWatch(database, payments, timedelta(minutes=settings.payment_minutes)),
        gazetteer=make_gazetteer(settings, database),
    )
