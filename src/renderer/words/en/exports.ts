import type { exports as ja } from '../ja/exports'
import type { Wording } from '../wording'

export const exports: Wording<typeof ja> = {
  action: 'Export to Excel',
  title: { orders: 'Orders to Excel', deposits: 'Deposits to Excel' },
  from: { orders: 'Received from', deposits: 'Booked from' },
  allMerchants: 'All merchants',
  to: 'to (this day included)',
  language: 'Language of the headings',
  preview: '{{count, number}} rows, total {{total}} yen',
  preview_one: '1 row, total {{total}} yen',
  previewSheets: '{{count, number}} rows, total {{total}} yen, {{sheets}} sheets',
  periodTurned: 'The period begins after its end. Correct the dates.',
  start: 'Export',
  writing: 'Writing the workbook',
  cancelled: 'Stopped. No file is left.',
  written: '{{file}} is written: {{count, number}} rows, total {{total}} yen.',
  save: 'Save the file',
  saved: 'Saved. The export is on record in the audit trail.',
  notSaved: 'Not saved.',
}
