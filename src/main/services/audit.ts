import type { Clock } from '../../preload/contract/clock'
import { done, refuse } from '../../preload/contract/errors'
import { listAudit } from '../ledger/audit-list'
import type { Ledger } from '../ledger/ledger'
import type { Handlers } from './context'
import { type FilmMethod, filmHandlers } from './film'

export interface AuditDeps {
  readonly ledger: Ledger
  readonly clock: Clock
}

/** Reads the audit trail, record by record or as a day of clearing. */
export function auditHandlers({ ledger, clock }: AuditDeps): Pick<Handlers, 'audit.list' | FilmMethod> {
  return {
    ...filmHandlers({ ledger, clock }),
    'audit.list': async (_context, { cursor, size, ...question }) => {
      const began = clock.monotonicMs()
      const page = await listAudit(ledger.reader, question, cursor, size)
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
  }
}
