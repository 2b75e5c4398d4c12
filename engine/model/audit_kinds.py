"""Every kind of audit entry: its words, whether its payload is bound to a person, and the chain it stands in.

Bound to a person: the payload may hold what somebody typed or said, so it is encrypted under the key of that person in
that case and becomes unreadable when they ask for erasure. The rest is under the case's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.errors import Text

CASE = "case"
HOUSE = "house"


@dataclass(frozen=True, slots=True)
class AuditKind:
    name: str
    label: Text
    is_person_bound: bool = False
    chain: str = CASE


def audit_kind(name: str) -> AuditKind:
    """The kind of that name; KeyError for one that isn't in the table (a defect: the table is closed)."""
    return AUDIT_KINDS[name]


def _case(name: str, zh: str, en: str) -> AuditKind:
    return AuditKind(name, Text(zh, en))


def _typed(name: str, zh: str, en: str) -> AuditKind:
    return AuditKind(name, Text(zh, en), is_person_bound=True)


def _house(name: str, zh: str, en: str) -> AuditKind:
    return AuditKind(name, Text(zh, en), chain=HOUSE)


_KINDS = (
    # The case. A start also goes to the house chain, so that a vanished case is missed.
    _case("case_started", "工单已发起", "case started"),
    _case("case_completed", "工单已完成", "case completed"),
    _case("case_withdrawn", "工单已撤回", "case withdrawn"),
    _case("case_rejected", "工单已拒绝", "case rejected"),
    _case("case_merged", "工单已合并", "case merged"),
    _typed("case_joined", "同类工单已并入", "like case merged in"),
    _case("status_changed", "状态已更新", "status changed"),
    _case("round_started", "新一轮处理已开始", "round started"),
    # User tasks.
    _case("user_task_created", "任务已创建", "task created"),
    _case("user_task_claimed", "任务已领取", "task claimed"),
    _case("user_task_unclaimed", "任务已退回待领取", "task unclaimed"),
    _case("user_task_assigned", "任务已转交", "task assigned"),
    _case("user_task_completed", "任务已完成", "task completed"),
    _case("user_task_nudged", "任务已催办", "task nudged"),
    _case("user_task_cancelled", "任务已取消", "task cancelled"),
    # What was typed or said.
    _typed("values_entered", "已填写内容", "values entered"),
    _typed("spoken_answer_entered", "已代录客户口述", "spoken answer entered"),
    _typed("variables_changed", "变量已更新", "variables changed"),
    _typed("variables_corrected", "变量已人工更正", "variables corrected by hand"),
    # Execution.
    _case("element_activated", "环节已进入", "element activated"),
    _case("element_completed", "环节已完成", "element completed"),
    _case("element_cancelled", "环节已取消", "element cancelled"),
    _case("flow_taken", "已走流向", "flow taken"),
    _typed("decision_evaluated", "决策已计算", "decision evaluated"),
    _case("timer_armed", "定时器已设定", "timer armed"),
    _case("timer_rearmed", "定时器已重新设定", "timer re-armed"),
    _case("timer_unarmed", "定时器已解除", "timer unarmed"),
    _case("timer_triggered", "定时器已触发", "timer triggered"),
    _typed("message_correlated", "消息已收到", "message correlated"),
    _case("escalation_thrown", "已升级", "escalation thrown"),
    _typed("error_thrown", "已抛出错误", "error thrown"),
    _typed("job_served", "系统作业已完成", "job done by the system"),
    _case("job_created", "作业已创建", "job created"),
    _case("job_completed", "作业已完成", "job completed"),
    _typed("job_failed", "作业已失败", "job failed"),
    _typed("incident_raised", "已出现异常", "incident raised"),
    _case("incident_resolved", "异常已解决", "incident resolved"),
    _case("case_linked", "工单已关联", "case linked"),
    _case("departments_read", "已读取部门信息", "departments read"),
    # Clocks.
    _case("clock_started", "时限已开始", "clock started"),
    _case("clock_paused", "时限已暂停", "clock paused"),
    _case("clock_resumed", "时限已恢复", "clock resumed"),
    _case("clock_stopped", "时限已停止", "clock stopped"),
    _case("clock_cancelled", "时限已取消", "clock cancelled"),
    _case("clock_limit_set", "时限已确定", "clock limit set"),
    _case("clock_recounted", "时限已按新日历重算", "clock counted anew by the calendar"),
    _case("clock_breached", "时限已超期", "clock breached"),
    # Thread, attachments, contact data.
    _typed("note_added", "已添加内部备注", "internal note added"),
    _typed("message_sent", "已向客户发送消息", "message sent to the customer"),
    _typed("message_received", "已收到客户消息", "message received from the customer"),
    _case("message_delivered", "消息已发出", "message left the house"),
    _case("message_failed", "消息未能发出", "message could not leave the house"),
    _case("notification_sent", "通知已发送", "notification sent"),
    _typed("attachment_added", "已添加附件", "attachment added"),
    _case("attachment_opened", "已打开附件", "attachment opened"),
    _typed("contact_masked", "联系方式已转为掩码", "contact data masked"),
    _typed("contact_revealed", "已查看联系方式原文", "contact data revealed"),
    _case("person_data_erased", "个人数据已清除", "personal data erased"),
    _case("contact_erased", "联系方式原文已删除", "raw contact data erased"),
    _case("erasure_requested", "应客户要求清除", "erased on request"),
    _case("legal_hold_placed", "工单已保全", "legal hold placed"),
    _case("legal_hold_released", "保全已解除", "legal hold released"),
    # The house: what belongs to no case.
    _house("instance_started", "有工单发起", "a case was started"),
    _house("instance_erased", "工单数据已按期清除", "a case was erased after retention"),
    _house("case_read", "工单已被查看", "case read"),
    _house("case_exported", "工单已封存导出", "case exported under seal"),
    _house("package_deployed", "流程包已部署", "package deployed"),
    _house("deployment_refused", "部署未通过", "deployment refused"),
    _house("deployment_requested", "部署待复签", "deployment waits for a signature"),
    _house("deployment_signed", "部署已复签", "deployment signed"),
    _house("deployment_rejected", "部署复签未通过", "deployment rejected by the second person"),
    _house("deployment_withdrawn", "部署申请已撤回", "deployment request withdrawn"),
    _house("draft_started", "流程草稿已建立", "draft of a package started"),
    _house("draft_edited", "流程草稿已编辑", "draft of a package edited"),
    _house("draft_uploaded", "流程草稿已上传替换", "draft of a package replaced by an upload"),
    _house("draft_discarded", "流程草稿已丢弃", "draft of a package discarded"),
    _house("signed_in", "已登录", "signed in"),
    _house("signed_out", "已退出", "signed out"),
    _house("sign_in_failed", "登录失败", "sign-in failed"),
    _house("person_created", "人员已添加", "person created"),
    _house("person_changed", "人员已修改", "person changed"),
    _house("person_left", "人员已离职", "person left"),
    _house("roles_changed", "角色已修改", "roles changed"),
    _house("password_changed", "密码已修改", "password changed"),
    _house("password_reset", "密码已重置", "password reset"),
    _house("department_created", "部门已添加", "department created"),
    _house("department_changed", "部门已修改", "department changed"),
    _house("group_created", "小组已添加", "group created"),
    _house("group_changed", "小组已修改", "group changed"),
    _house("absence_set", "休假已登记", "absence set"),
    _house("absence_ended", "休假已结束", "absence ended"),
    _house("setting_changed", "设置已修改", "setting changed"),
    _house("calendar_changed", "工作日历已修改", "calendar changed"),
    _house("api_token_created", "接口令牌已创建", "API token created"),
    _house("api_token_revoked", "接口令牌已撤销", "API token revoked"),
    _house("caller_searched", "已按号码查找来电人", "caller searched"),
    _house("trail_verified", "审计记录已核验", "audit trail verified"),
)

AUDIT_KINDS: Mapping[str, AuditKind] = MappingProxyType({kind.name: kind for kind in _KINDS})
