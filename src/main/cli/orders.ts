import { formatYen } from '../../preload/contract/money'
import type { Desk, Told } from './desk'

/* Merchants, and orders that come by file. */

export async function listMerchants(desk: Desk): Promise<Told> {
  const { rows } = await desk.call('merchants.list', {})
  return {
    answer: { merchants: rows },
    lines: rows.map((row) => `${row.registrationNumber}  ${row.state}  ${row.name}  ${row.accountSummary}`),
  }
}

export async function importOrders(desk: Desk, path: string, { merchant }: { merchant: string }): Promise<Told> {
  const merchantId = await desk.merchant(merchant)
  const preview = await desk.call('orders.previewFile', { reference: await desk.offer(path), merchantId })
  const { imported } = await desk.result('orders', await desk.call('orders.importFile', { planId: preview.planId }))
  const { encoding, total } = preview
  return { answer: { file: path, encoding, imported, total }, lines: [`${path}: ${imported} orders, ¥${formatYen(total)}`] }
}
