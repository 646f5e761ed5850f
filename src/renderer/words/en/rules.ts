import type { rules as ja } from '../ja/rules'
import type { Wording } from '../wording'

export const rules: Wording<typeof ja> = {
  title: 'Rules of clearing',
  text: 'How often each rule of automatic clearing was used and undone, and which rules clear by themselves.',
  open: 'Open',
  toSettings: 'To the settings',
  records: 'Record of each rule',
  recordsText:
    'Clearings made within the period, counted by rule. Undone: how many of them were undone later. A deposit that cleared three orders counts three times.',
  from: 'Cleared from',
  to: 'Cleared to',
  level: 'Rule',
  fact: 'Leading fact',
  noFact: 'none (an order that was searched)',
  used: 'Used',
  usedAmount: 'Amount',
  undone: 'Undone',
  undoneAmount: 'Amount undone',
  kept: 'Share that stood',
  none: 'Nothing was cleared in this period.',
  record: 'This rule: used {{used, number}} times, undone {{undone, number}} times',
  recordByHand: 'Cleared by hand on this fact: {{used, number}} times, undone {{undone, number}} times',
  total: 'Total',
}
