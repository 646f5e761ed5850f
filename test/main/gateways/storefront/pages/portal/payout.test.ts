import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Counter } from '../../../../../../src/main/gateways/counter'
import type { MerchantId, TransferRunId } from '../../../../../../src/preload/contract/ids'
import { auditOf, refusalOf } from '../../../../../support/desk'
import { valueIn } from '../../../../../support/ledger'
import { PageVisitor } from '../../../../../support/page-visitor'
import { openPayoutDesk, type PayoutDesk } from '../../../../../support/payout-desk'
import { counterOf, givePortalPassword, PORTAL_PASSWORD, type PortalServer, servePortal } from '../../../../../support/portal'

let desk: PayoutDesk
let counter: Counter
let server: PortalServer
let visitor: PageVisitor
let mine: MerchantId
let other: MerchantId
let number: string
beforeEach(async () => {
  desk = await openPayoutDesk()
  counter = counterOf(desk)
  mine = await desk.merchant({ name: '株式会社さくら書房' })
  other = await desk.merchant({ name: '別の店' })
  number = await givePortalPassword(desk, mine)
  await desk.settle()
  await desk.paid(mine, '2026-11-10', [12_345, 7_000])
  await desk.paid(other, '2026-11-11', [5_000])
  server = await servePortal({ counter })
  visitor = new PageVisitor(server.address)
  const form = await visitor.token('/portal/sign-in')
  await visitor.post('/portal/sign-in', { form, registrationNumber: number, password: PORTAL_PASSWORD, code: '' })
})
afterEach(async () => {
  await server.close()
  await desk.cleanup()
  expect(server.faults).toEqual([])
})

async function handOver(id: TransferRunId): Promise<void> {
  valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id, version: (await desk.run(id)).version }))
}
async function paidOut(): Promise<string> {
  const { id } = await desk.submitted()
  valueIn(await desk.decide(id, 'approved'))
  await handOver(id)
  const [payout] = await counter.portal.payouts(mine)
  if (!payout) throw new Error('no payout')
  return payout.number
}
const actor = () => ({ merchantId: mine, actor: `merchant:${number}`, source: 'portal' as const })

describe('payouts at the portal', () => {
  it('are shown from their hand-over to the bank on, with their orders and figures', async () => {
    await desk.submitted()
    expect((await visitor.get('/portal/payouts')).text).not.toContain('精算の履歴')
    const [run] = valueIn(await desk.handlers['payouts.list'](desk.clerk, { kind: 'payouts', cursor: null, size: 10 })).rows
    if (!run) throw new Error('no run')
    valueIn(await desk.decide(run.id, 'approved'))
    expect(await counter.portal.payouts(mine)).toEqual([])
    await handOver(run.id)
    const payoutNumber = `${run.name}-${number}`
    // 444 and 252 yen of fees and 69 of tax.
    expect(await counter.portal.payouts(mine)).toEqual([
      {
        number: payoutNumber,
        closingOn: '2026-11-30',
        payOn: '2026-12-18',
        standing: 'on_its_way',
        orders: 2,
        gross: 19_345,
        charges: 765,
        net: 18_580,
      },
    ])
    const list = await visitor.get('/portal/payouts')
    for (const part of ['精算の履歴', payoutNumber, '18,580円', '手続中']) expect(list.text).toContain(part)
    const page = await visitor.get(`/portal/payouts/${payoutNumber}`)
    expect(page.status).toBe(200)
    for (const part of ['12,345円', '444円', '7,000円', '765円', 'statement.pdf', 'statement.xlsx']) expect(page.text).toContain(part)
    expect((await visitor.get(`/portal/payouts/${payoutNumber}?lang=en`)).text).toContain('Save the statement (PDF)')
  })

  it('give the statement as it is kept, the same bytes for the merchant and the desk', async () => {
    const payoutNumber = await paidOut()
    const pdf = await visitor.get(`/portal/payouts/${payoutNumber}/statement.pdf`)
    expect([pdf.status, pdf.headers['content-type'], pdf.headers['cache-control']]).toEqual([200, 'application/pdf', 'no-store'])
    expect(pdf.headers['content-disposition']).toContain(encodeURIComponent(`${payoutNumber}_株式会社さくら書房.pdf`))
    const file = valueIn(await counter.portal.statementFile(actor(), payoutNumber, 'pdf'))
    const kept = desk.ledger.source.prepare<[], string>("select sha256 from documents where kind = 'statement'").pluck().all()
    expect(kept).toEqual([createHash('sha256').update(readFileSync(file.path)).digest('hex')])
    await file.discard()
    expect((await visitor.get(`/portal/payouts/${payoutNumber}/statement.xlsx`)).status).toBe(200)
    expect(auditOf(desk, 'documents')).toContain(`merchant:${number} statement_made`)
  })

  it('of another merchant, or of no run, do not exist', async () => {
    const payoutNumber = await paidOut()
    const [theirs] = await counter.portal.payouts(other)
    for (const asked of [theirs?.number ?? '', `${payoutNumber}0`, 'nothing', `-${number}`]) {
      expect((await visitor.get(`/portal/payouts/${encodeURIComponent(asked)}`)).status).toBe(404)
      expect((await visitor.get(`/portal/payouts/${encodeURIComponent(asked)}/statement.pdf`)).status).toBe(404)
      expect(refusalOf(await counter.portal.payout(mine, asked))).toEqual({ refusal: 'not_found', what: 'payout' })
    }
  })

  it('are made one at a time for each merchant', async () => {
    const payoutNumber = await paidOut()
    const [one, two] = await Promise.all([
      counter.portal.statementFile(actor(), payoutNumber, 'pdf'),
      counter.portal.statementFile(actor(), payoutNumber, 'pdf'),
    ])
    expect([one, two].filter(({ ok }) => ok)).toHaveLength(1)
    const refused = [one, two].find(({ ok }) => !ok)
    expect(refused && refusalOf(refused)).toEqual({ refusal: 'another_job_running', kind: 'statement' })
  })

  it('ask for the sign-in first', async () => {
    const payoutNumber = await paidOut()
    const stranger = new PageVisitor(server.address)
    expect((await stranger.get(`/portal/payouts/${payoutNumber}/statement.pdf`)).location).toMatch(/^\/portal\/sign-in/)
  })
})
