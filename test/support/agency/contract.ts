import { z } from 'zod'

/* What is said to the stand-in agency and what it answers; and what it agreed with its client. */

export const AgencyContract = z.object({
  agentName: z.string(),
  makerCode: z.string().length(6),
  companyCode: z.string().min(1),
  /** What it keeps of each payment, before tax; the last band is open. */
  fees: z.array(z.object({ upTo: z.int().nullable(), fee: z.int() })),
})
export type AgencyContract = z.infer<typeof AgencyContract>

/** How a delivery goes wrong; `held`: the file is made and comes only when it is released. */
export const Fault = z.enum(['repeated', 'half', 'held', 'other_client'])
export type Fault = z.infer<typeof Fault>
const Day = z.iso.date()

export const requests = {
  pay: z.object({ digits: z.string(), on: Day, at: z.string().length(4).default('1815'), store: z.string().default('110001') }),
  void: z.object({ payment: z.int() }),
  confirm: z.object({ transferOn: Day, payments: z.array(z.int()).optional() }),
  deliver: z.object({ on: Day, fault: Fault.optional(), only: z.enum(['preliminary', 'confirmed', 'cancelled']).optional() }),
  release: z.object({}),
  transfers: z.object({}),
}
export type Request = keyof typeof requests

const FileNames = z.object({ files: z.array(z.string()) })
export const answers = {
  pay: z.union([
    z.object({ payment: z.int() }),
    z.object({ refused: z.enum(['no_slip', 'check_digit', 'past_last_day', 'amount', 'other_agent']) }),
  ]),
  void: z.object({}),
  confirm: z.object({ confirmed: z.int() }),
  deliver: FileNames,
  release: FileNames,
  transfers: z.object({
    transfers: z.array(
      z.object({ transferOn: Day, payments: z.int(), gross: z.int(), fees: z.int(), tax: z.int(), stampDuty: z.int(), net: z.int() }),
    ),
  }),
}
export type Transfer = z.infer<typeof answers.transfers>['transfers'][number]

/** Ten per cent on the fees of a transfer, rounded down once; a receipt with a stamp costs 200 yen. */
export function transferOf(
  transferOn: string,
  slips: readonly { readonly amount: number; readonly stamp: '0' | '1' }[],
  { fees: bands }: Pick<AgencyContract, 'fees'>,
): Transfer {
  const sum = (of: (slip: (typeof slips)[number]) => number) => slips.reduce((total, slip) => total + of(slip), 0)
  const gross = sum(({ amount }) => amount)
  const fees = sum(({ amount }) => bands.find(({ upTo }) => upTo === null || amount <= upTo)?.fee ?? 0)
  const tax = Math.floor(fees / 10)
  const stampDuty = 200 * sum(({ stamp }) => Number(stamp))
  return { transferOn, payments: slips.length, gross, fees, tax, stampDuty, net: gross - fees - tax - stampDuty }
}
