import type { UndoTarget } from '../../preload/contract/clearing'
import type { Clock } from '../../preload/contract/clock'
import { type Refusal, refuse } from '../../preload/contract/errors'
import type { ReceiptId } from '../../preload/contract/ids'
import type { MethodName } from '../../preload/contract/methods'
import { actOf, linksOfActs } from '../ledger/clearing-acts'
import { lastActOn } from '../ledger/deposit-comments'
import type { Ledger, Reader } from '../ledger/ledger'
import type { Context, Handler, Handlers, ParsedInputs } from './context'
import type { DeskSeats } from './desk-seats'

/** The deposits that an input means. */
type DepositsOf<M extends MethodName> = (input: ParsedInputs[M]) => readonly ReceiptId[] | Promise<readonly ReceiptId[]>

interface HeldDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly seats: DeskSeats
}

/**
 * What acts on deposits, kept from everybody but whoever is on them: a deposit that another person has on the desk is refused by
 * name (held_by_other), and whoever loses a race is told who was faster, and when (done_by_other).
 */
export function keepFromOthers(handlers: Handlers, deps: HeldDeps): Handlers {
  const guard = <M extends MethodName>(method: M, depositsOf: DepositsOf<M>): Handler<M> => guarded(deps, handlers[method], depositsOf)
  return {
    ...handlers,
    'clearing.clear': guard('clearing.clear', ({ receiptId }) => [receiptId]),
    'clearing.clearSeveral': guard('clearing.clearSeveral', ({ deposits }) => deposits.map(({ receiptId }) => receiptId)),
    'clearing.giveBack': guard('clearing.giveBack', ({ receiptId }) => [receiptId]),
    'clearing.undo': guard('clearing.undo', (target) => depositsOfAct(deps.ledger.reader, target)),
    'clearing.redo': guard('clearing.redo', (target) => depositsOfAct(deps.ledger.reader, target)),
    'clearing.hold': guard('clearing.hold', ({ receiptId }) => [receiptId]),
    'exceptions.end': guard('exceptions.end', ({ target }) => (target.of === 'line' ? [target.receiptId] : [])),
    'refunds.request': guard('refunds.request', ({ target }) => (target.of === 'deposit' ? [target.receiptId] : [])),
    'collections.settle': guard('collections.settle', ({ receiptId }) => [receiptId]),
  }
}

/** The deposit that an act, or one link of it, cleared. */
async function depositsOfAct(ledger: Reader, target: UndoTarget): Promise<ReceiptId[]> {
  const actId = 'actId' in target ? target.actId : await actOf(ledger, target.allocationId)
  const links = actId === null ? [] : await linksOfActs(ledger, [actId])
  return links.map(({ receiptId }) => receiptId).slice(0, 1)
}

function guarded<M extends MethodName>(deps: HeldDeps, handler: Handler<M>, depositsOf: DepositsOf<M>): Handler<M> {
  return async (context, input) => {
    const receiptIds = await depositsOf(input)
    const held = await deps.seats.refusal(context, receiptIds)
    if (held) return refuse(held)
    const result = await handler(context, input)
    return result.ok ? result : refuse((await whoWasFaster(deps, context, receiptIds, result.refusal)) ?? result.refusal)
  }
}

/** Within so long, what changed a deposit is what another person did to it; later it may have been anything. */
const FRESH_MS = 10 * 60_000

async function whoWasFaster(
  { ledger, clock }: HeldDeps,
  context: Context,
  receiptIds: readonly ReceiptId[],
  { refusal }: Refusal,
): Promise<Refusal | null> {
  const [receiptId, ...others] = receiptIds
  if ((refusal !== 'deposit_not_open' && refusal !== 'changed_meanwhile') || receiptId === undefined || others.length > 0) return null
  const last = await lastActOn(ledger.reader, receiptId)
  if (!last || last.by === context.actor) return null
  if (refusal === 'changed_meanwhile' && clock.now() - last.at > FRESH_MS) return null
  return { refusal: 'done_by_other', ...last }
}
