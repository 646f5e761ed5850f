import { done, type Result } from '../../preload/contract/errors'
import type { MerchantStatement } from '../../preload/contract/merchant-statement'
import { agentSettings } from '../ledger/agent-settings'
import { appendAudit } from '../ledger/audit'
import { type IssuedStatement, insertIssuedStatement, issuedStatement } from '../ledger/issued-statements'
import type { PayoutOfStatement } from '../ledger/merchant-statements'
import type { Merchant } from '../ledger/merchants'
import { openSnapshot } from '../ledger/snapshot'
import type { JobResources } from './jobs'
import { statementOf } from './statement-facts'

/*
 * A statement is issued once: its facts are settled when it is first asked for in any form, and stay, whoever the agent is and whatever
 * the merchant is called later. Only what was issued as no invoice, because the agent had no T-number then, is issued again when it has
 * one: so there is one invoice of the same fees, never two.
 */
export async function standingStatement(
  { ledger, clock, by, gateways }: Pick<JobResources, 'ledger' | 'clock' | 'by' | 'gateways'>,
  payout: PayoutOfStatement,
  { contacts: { language } }: Pick<Merchant, 'contacts'>,
): Promise<Result<IssuedStatement>> {
  const standing = await issuedStatement(ledger.reader, payout.id)
  const { tNumber } = (await agentSettings(ledger.reader)).identity
  if (standing && !becomesInvoice(standing.statement, tNumber)) return done(standing)
  const snapshot = openSnapshot(ledger)
  const statement = await statementOf(snapshot, gateways.banks, payout, clock.today()).finally(() => snapshot.close())
  return ledger.write(by, async (writer) => {
    // Somebody else may have issued it meanwhile.
    const meanwhile = await issuedStatement(writer, payout.id)
    if (meanwhile && meanwhile.id !== standing?.id) return done(meanwhile)
    const id = await insertIssuedStatement(writer, payout.id, { language, statement })
    const { number, net, issuer } = statement
    const detail = { number, net, tNumber: issuer.tNumber, replaces: standing?.id ?? null }
    await appendAudit(writer, { stream: 'documents', action: 'statement_issued', subject: `payout:${payout.id}`, detail })
    return done({ id, language, statement })
  })
}

const becomesInvoice = ({ issuer, invoice }: MerchantStatement, tNumber: string | null): boolean =>
  issuer.tNumber === null && tNumber !== null && invoice.length > 0
