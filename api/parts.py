"""What a running application is made of. `wiring.py` fills it in; routes find each part by its type."""

from __future__ import annotations

from dataclasses import dataclass

from api.assistant import Assistant
from api.bin_days.build import BinDayParts
from api.bin_days.service import BinDayService
from api.bookings.build import BookingDesk
from api.bookings.engine.bookings import Bookings
from api.bookings.pages.staff_diary import StaffDiary
from api.casework.attachments.residents_photos import ResidentsPhotos
from api.casework.attachments.service import Attachments
from api.casework.cases.case_reader import CaseService
from api.casework.integrations.case_interface import CaseInterface
from api.casework.integrations.tokens import Tokens
from api.casework.integrations.webhooks import Webhooks
from api.casework.life.case_actions import CaseWork
from api.casework.pages.case_tools import CaseTools
from api.casework.pages.desk import Desk
from api.casework.pages.resident_desk import ResidentDesk
from api.casework.ports import ResidentsChat
from api.casework.queue.desk_events import DeskEvents
from api.casework.supervision.build import Supervision
from api.casework.supervision.ratings import Ratings
from api.chat.ports import TakesRatings, WaitingResident
from api.chat.send_copy import CopyByEmail
from api.chat.service import ChatService
from api.conversation.events import EventHub
from api.conversation.photos.photos import Photos
from api.db.session import Database
from api.kernel.errors import RendersPages
from api.kernel.event_loop_bridge import EventLoopBridge
from api.kernel.jobs import Job
from api.kernel.limits.limits import Limits
from api.kernel.metrics import Metrics
from api.kernel.parts import PartsByType
from api.outside.build import OutsidePorts
from api.outside.notices.outbox_view import NoticeDesk
from api.outside.notices.receipts import Receipts
from api.outside.payments.refunds import Refunds
from api.outside.payments.service import Payments
from api.outside.payments.watch import PaymentWatch
from api.pages.editing.knowledge_base import KnowledgeBase
from api.pages.publication.replica import Replica
from api.pages.sharing.service import Sharing
from api.pages.site.site import Site
from api.pages.tools.import_job import ImportJob
from api.pages.tools.insights import Insights
from api.pages.tools.try_search import SearchTrial
from api.reports.build import ReportParts
from api.reports.open311.service import GeoReport
from api.settings import Settings
from api.staff.accounts.accounts import Accounts
from api.staff.audit.audit_trail import AuditTrail
from api.staff.provider.service import ProviderSignIn
from api.staff.sign_in.second_factor import SecondFactors
from api.staff.sign_in.service import StaffService
from api.staff.sign_in.sessions import Sessions
from api.vault.service import Vault
from api.web.pages import Pages
from api.web.signed_in import StaffSessions
from bot.council import Council
from bot.crisis.numbers import CrisisNumbers
from bot.dialogue.model_follower import ModelFollower


@dataclass(frozen=True)
class Parts:
    """Everything the application is made of."""

    settings: Settings
    assistant: Assistant
    database: Database
    vault: Vault
    metrics: Metrics
    limits: Limits
    events: EventHub
    chat: ChatService
    copies: CopyByEmail
    staff: StaffService
    audit_trail: AuditTrail
    provider: ProviderSignIn | None
    factors: SecondFactors
    sessions: Sessions
    accounts: Accounts
    tokens: Tokens
    webhooks: Webhooks
    outside: CaseInterface
    cases: CaseService
    case_work: CaseWork
    case_tools: CaseTools
    desk: Desk
    desk_events: DeskEvents
    supervision: Supervision
    knowledge: KnowledgeBase
    replica: Replica
    sharing: Sharing
    insights: Insights
    search_trial: SearchTrial
    site: Site
    import_job: ImportJob
    pages: Pages
    follower: ModelFollower
    ports: OutsidePorts
    bridge: EventLoopBridge
    crisis_numbers: CrisisNumbers
    bookings: BookingDesk
    bin_days: BinDayParts | None
    reports: ReportParts
    residents_photos: ResidentsPhotos
    geo_report: GeoReport
    jobs: tuple[Job, ...]

    def by_type(self) -> PartsByType:
        """Every part that a route may ask for, under its class or under the Protocol of whoever needs it."""
        return {
            Settings: self.settings,
            Council: self.assistant.council,
            Database: self.database,
            Limits: self.limits,
            EventHub: self.events,
            Pages: self.pages,
            RendersPages: self.pages,
            ChatService: self.chat,
            ResidentsChat: self.chat,
            CopyByEmail: self.copies,
            Photos: self.reports.photos,
            StaffService: self.staff,
            StaffSessions: self.staff,
            SecondFactors: self.factors,
            Sessions: self.sessions,
            Accounts: self.accounts,
            AuditTrail: self.audit_trail,
            ProviderSignIn: self.provider,
            CrisisNumbers: self.crisis_numbers,
            CaseService: self.cases,
            CaseWork: self.case_work,
            CaseTools: self.case_tools,
            Attachments: self.case_tools.attachments,
            ResidentsPhotos: self.residents_photos,
            Desk: self.desk,
            ResidentDesk: self.desk.resident,
            WaitingResident: self.desk.resident,
            DeskEvents: self.desk_events,
            Supervision: self.supervision,
            Ratings: self.supervision.ratings,
            TakesRatings: self.supervision.ratings,
            Tokens: self.tokens,
            Webhooks: self.webhooks,
            CaseInterface: self.outside,
            KnowledgeBase: self.knowledge,
            ImportJob: self.import_job,
            Insights: self.insights,
            SearchTrial: self.search_trial,
            Sharing: self.sharing,
            Site: self.site,
            Bookings: self.bookings.bookings,
            StaffDiary: self.bookings.diary,
            BinDayService: self.bin_days.service if self.bin_days else None,
            GeoReport: self.geo_report,
            NoticeDesk: self.ports.notice_desk,
            Receipts: self.ports.receipts,
            Payments: self.ports.payments,
            Refunds: self.ports.refunds,
            PaymentWatch: self.ports.watch,
        }
