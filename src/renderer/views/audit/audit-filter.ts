import { BusinessDate } from '../../../preload/contract/date'

/** What is asked of the audit trail. */
export interface AuditFilter {
  actor?: string
  action?: string
  subject?: string
  from?: BusinessDate
  to?: BusinessDate
}

/** The filter an address stands for; a date that is none is left out. */
export function auditFilterOf(values: Readonly<Record<string, string>>): AuditFilter {
  const { actor, action, subject } = values
  const from = BusinessDate.safeParse(values.from)
  const to = BusinessDate.safeParse(values.to)
  return {
    ...(actor ? { actor: actor.slice(0, 60) } : {}),
    ...(action ? { action: action.slice(0, 60) } : {}),
    ...(subject ? { subject: subject.slice(0, 100) } : {}),
    ...(from.success ? { from: from.data } : {}),
    ...(to.success ? { to: to.data } : {}),
  }
}

/** One value of a record's detail as text. */
export function detailText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** The detail of a record on one line. */
export function detailLine(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${detailText(value)}`)
    .join(', ')
}
