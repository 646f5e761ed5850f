import { formatDate } from '../../../preload/contract/date'
import type { RefusalSentences } from '../sentences'
import { debits as words } from './debits'

const runState: Readonly<Record<string, string>> = words.runState

/** Why something of direct debits was refused. */
export const debits = {
  direct_debit_not_settled: () =>
    'Nobody has settled in whose name and through whom accounts are debited. An administrator does so under Gateways.',
  no_mandate: () => 'There is no mandate by which this can be debited.',
  customer_number_taken: ({ customerNumber }) => `There is a mandate in force with customer number ${customerNumber} already.`,
  debit_not_overdue: ({ on }) => `The result may still come: it is overdue on ${formatDate(on)}.`,
  mandate_ended: () => 'This mandate has ended already.',
  debit_submitted: ({ orderNumber }) => `Order ${orderNumber} awaits the result of its direct debit. Nothing of it changes before.`,
  debit_day_passed: ({ debitOn }) => `It is too late for a file that debits on ${formatDate(debitOn)}, or nothing is debited on that day.`,
  nothing_to_debit: ({ debitOn }) => `Nothing is to be debited on ${formatDate(debitOn)}.`,
  debits_unwritable: ({ problems }) =>
    `The file cannot hold this: ${problems.map(({ debit, field, found }) => `${debit === 0 ? 'collector' : `debit ${debit}`} ${words.field[field]} “${found}”`).join(', ')}.`,
  debit_run_not_there: ({ state }) => `This run is “${runState[state] ?? state}”, so that cannot be done.`,
  debit_result_has_errors: ({ total }) => `The result file has ${total} errors. Nothing was brought in.`,
  debit_result_foreign: ({ code, debitOn }) =>
    `No debits were asked for by collector ${code} on ${debitOn.slice(0, 2)}/${debitOn.slice(2)}: this is the result of another collector or another day.`,
  debit_line_not_open: () => 'This line waits no longer.',
} satisfies Partial<RefusalSentences>
