"""The files of a tiny council pack, for tests to load, change and break."""

PAGE = """---
service: missed-bin
title: Report a missed bin
summary: Tell us within {{ waste.missed.report_within }} and we come back for your bin in 2 days.
url: /services/missed-bin
team: waste
reviewed_on: 2026-09-14
actions: [report, talk]
synonyms: [bin not emptied, uncollected rubbish, bin men, no collection, full bin, skipped bin]
---
Check the calendar first.

## When to report

Wait until 5pm. Then call {{ common.phone.waste }}.
"""
FILES = {
    "council.yml": (
        "slug: smalltown\nname: Smalltown Council\n"
        "teams:\n  waste: { name: Waste, phone: common.phone.waste, hours: weekdays, on_call: true }\n"
        "hours:\n  weekdays: Monday to Friday, 8am to 6pm\n"
        "references:\n  - { name: rent account, pattern: '\\bRA\\d{8}\\b', context: [rent] }\n"
    ),
    "services.csv": "slug,lgsl,name,team,does\nmissed-bin,524,Missed bin,waste,report\n",
    "facts/common.yml": (
        "phone:\n  waste: 01632 960190\nemail: hello@smalltown.example\naddress: 1 High Street, NB1 1AA\n"
    ),
    "facts/waste.yml": "missed:\n  report_within: 2 working days\nfee: 8.50\n",
    "pages/missed-bin.md": PAGE,
}
