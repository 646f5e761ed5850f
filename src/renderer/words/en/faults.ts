import type { faults as ja } from '../ja/faults'
import type { Wording } from '../wording'

export const faults: Wording<typeof ja> = {
  internal: 'Something failed inside the program (no. {{number}}). The ledger has not changed. Give the number to an administrator.',
  unreachable: 'Daiko does not answer. Whether the last action was carried out can be seen in the audit trail once it does.',
  notEntered: 'Daiko was started anew. Open it by the new address it printed.',
  broken: 'This screen could not be shown. The ledger has not changed. Load it again.',
  reload: 'Load again',
}
