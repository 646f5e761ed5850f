import { systemClock } from '../../src/main/compose'
import { openLedger } from '../../src/main/ledger/ledger'
import { approvalHandlers } from '../../src/main/services/approvals'
import { createEvents } from '../../src/main/services/events'
import { resumePayouts } from '../../src/main/services/payout-posting'
import { personAt } from './desk'
import { valueIn } from './ledger'
import { quietControl } from './statements'

/* A process in which a supervisor agrees to the run that waits for one, and what was agreed to is posted, as the core does. It says when it begins. */
const [, , path = ''] = process.argv
const clock = systemClock()
const ledger = valueIn(await openLedger({ path, clock, create: false }))
const supervisor = await personAt({ ledger }, 'child', ['supervisor'])
const handlers = approvalHandlers({ ledger, events: createEvents(), secrets: null })
const { approvals } = valueIn(await handlers['approvals.list'](supervisor, { open: true }))
const asked = approvals.find((approval) => approval.case.kind === 'payout_run')
if (!asked) throw new Error('nobody is asked')
process.stdout.write('begun\n')
const { id, digest } = asked
valueIn(await handlers['approvals.decide'](supervisor, { id, digest, decision: 'approved', reason: '' }))
valueIn(await resumePayouts({ ledger, clock }, quietControl()))
await ledger.close()
