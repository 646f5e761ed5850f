import type { charges as ja } from '../ja/charges'
import type { Wording } from '../wording'

export const charges: Wording<typeof ja> = {
  term: 'Term',
  fees: 'Fees as they shall be',
  feesBefore: 'Fees as they are',
  validFrom: 'Valid from',
  fromTheBeginning: 'the beginning of the contract',
  transferFeeBearer: 'Transfer fee borne by',
  transferFeeConvention: "How the merchant's transfer fee is found",
  returnFeeBearer: 'Fee of a returned transfer borne by',
  minimum: 'Minimum payout',
  agentsMinimum: 'as the agent has settled',
  bearer: { agent: 'the agent', merchant: 'the merchant' },
  convention: {
    exact: 'Fee of what is really sent',
    unchanged: 'Boundary unchanged',
    upper_fee_added: 'Boundary plus the fee above it',
    lower_fee_added: 'Boundary plus the fee below it',
  },
  rounding: 'Rounding',
  roundings: { down: 'Down', half_up: 'Half up', up: 'Up' },
  minimumPayout: 'Minimum payout',
  returnPeriodDays: 'Return period (business days)',
  refundTwo: 'Refunds above this need two supervisors (yen)',
  correctionAlone: 'Exceptions a clerk ends alone (up to yen)',
  correctionTwo: 'Exceptions above this need two supervisors (yen)',
  undoAlone: 'Clearings a clerk undoes alone (up to yen)',
  transferFees: 'Transfer fees',
  noTransferFees: 'none',
  destination: { same_branch: 'Same branch', same_bank: 'Same bank', other_bank: 'Other banks' },
  from: 'from {{amount}} yen',
}
