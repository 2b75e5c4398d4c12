"""Every table by its name; the classes stand in one file per noun."""

from __future__ import annotations

from engine.store.columns import Base
from engine.store.tables_case import Attachment, CaseClock, CaseMember, CaseRead, ProcessInstance, ThreadMessage
from engine.store.tables_customer import Contact, Customer
from engine.store.tables_installation import CalendarDay, NumberSequence, PackageVersion, Setting
from engine.store.tables_messages import CaseLink, Delivery, Notification
from engine.store.tables_months import ReportFact, Schedule
from engine.store.tables_numbers import CaseSerial, CustomerNumber
from engine.store.tables_once import DoneRequest
from engine.store.tables_outside import ApiToken, BufferedMessage, MessageCorrelation
from engine.store.tables_people import Absence, Department, Group, GroupMember, Person
from engine.store.tables_retention import Erasure, LegalHold
from engine.store.tables_similar import SimilarGram
from engine.store.tables_trail import AuditBlock, CaseKey, HouseEntry, HouseHead, HousePending
from engine.store.tables_work import Draft, Incident, Job, Subscription, TaskCandidate, Timer, UserTask
from engine.store.tables_workbench import DeploymentRequest, DraftCopy, DraftFile, DraftPresence, PackageDraft, PackagePlay, PackageTrial

__all__ = [
    "Absence",
    "ApiToken",
    "Attachment",
    "AuditBlock",
    "Base",
    "BufferedMessage",
    "CalendarDay",
    "CaseClock",
    "CaseKey",
    "CaseLink",
    "CaseMember",
    "CaseRead",
    "CaseSerial",
    "Contact",
    "Customer",
    "CustomerNumber",
    "Delivery",
    "Department",
    "DeploymentRequest",
    "DoneRequest",
    "Draft",
    "DraftCopy",
    "DraftFile",
    "DraftPresence",
    "Erasure",
    "Group",
    "GroupMember",
    "HouseEntry",
    "HouseHead",
    "HousePending",
    "Incident",
    "Job",
    "LegalHold",
    "MessageCorrelation",
    "Notification",
    "NumberSequence",
    "PackageDraft",
    "PackagePlay",
    "PackageTrial",
    "PackageVersion",
    "Person",
    "ProcessInstance",
    "ReportFact",
    "Schedule",
    "Setting",
    "SimilarGram",
    "Subscription",
    "TaskCandidate",
    "ThreadMessage",
    "Timer",
    "UserTask",
]
