import type { PayoutState, RunState } from '../../../preload/contract/payouts'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'

const RUN: Record<RunState, Tone> = {
  staging: 'quiet',
  draft: 'wait',
  submitted: 'wait',
  approved: 'going',
  giving_up: 'going',
  handing_over: 'wrong',
  handed_over: 'going',
  confirmed: 'done',
  given_up: 'quiet',
  quarantined: 'wrong',
}

const PAYOUT: Record<PayoutState, Tone> = {
  planned: 'wait',
  carried_over: 'quiet',
  held: 'wait',
  sent_back: 'quiet',
  approved: 'going',
  handed_over: 'going',
  presumed_paid: 'going',
  confirmed: 'done',
  returned: 'wrong',
  given_up: 'quiet',
  quarantined: 'wrong',
}

/** Where a run of transfers stands, in word and shape. */
export function RunStateChip({ state }: { state: RunState }) {
  const { t } = useWords()
  return <StatusChip tone={RUN[state]}>{t(`payouts.run.${state}`)}</StatusChip>
}

/** Where the payout of one merchant stands. */
export function PayoutStateChip({ state }: { state: PayoutState }) {
  const { t } = useWords()
  return <StatusChip tone={PAYOUT[state]}>{t(`payouts.payout.${state}`)}</StatusChip>
}
