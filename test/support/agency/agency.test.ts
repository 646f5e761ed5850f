import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeAgent } from '../../../src/main/gateways/convenience-store/store-agent'
import { businessDate } from '../../../src/preload/contract/date'
import { PositiveYen } from '../../../src/preload/contract/money'
import { type Agency, startAgency } from './agency'
import { transferOf } from './contract'
import { readSlip } from './slip-digits'

/* The stand-in and the product know each other by the publications alone: what one writes the other reads. */

const contract = { agentName: 'みほん収納', makerCode: '929023', companyCode: '25207', fees: [{ upTo: null, fee: 110 }] }
const { makerCode, companyCode } = contract

let agency: Agency
beforeAll(async () => {
  agency = await startAgency(contract)
})
afterAll(() => agency?.stop())

/** A slip as the product prints it. */
const slip = (reference: string, own: { dueOn?: string; amount?: number } = {}) =>
  storeAgent.barcodeOf(
    {
      reference,
      reissue: 0,
      dueOn: businessDate(own.dueOn ?? '2026-12-10'),
      needsStamp: (own.amount ?? 0) >= 50_000,
      amount: PositiveYen.parse(own.amount ?? 10_605),
    },
    { makerCode, companyCode },
  ).digits

function brought(name: string) {
  const bytes = readFileSync(join(agency.folder, name))
  return [...storeAgent.readCollection(bytes, 'dsk', { makerCode, companyCode })]
}
const linesOf = (name: string) =>
  brought(name).flatMap((part) => (part.part === 'line' ? [`${part.line.kind} ${part.line.slip.reference} ${part.line.transferOn}`] : []))
const errorsOf = (name: string) => brought(name).flatMap((part) => (part.part === 'error' ? [part.error.code] : []))

describe('the digits of a slip', () => {
  it.each([
    '91959919833262024010101043480024071000395003',
    '91959919833262024010101043470024071000435007',
    '91912345012345678901234567890101033101230003',
    '91942386178953917853935692730103073110312903',
    '91929023252070000010123499900199999900106050',
    '91929023252070000010123499900399999911066327',
  ])('%s is a vector of the sheet', (digits) => {
    expect(readSlip(digits)).toMatchObject({ digits })
    expect(readSlip(`${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}`)).toBe('check_digit')
  })
})

describe('a till', () => {
  const day = '2026-12-10'
  it.each([
    ['on its last day', slip('1'), day, { payment: 1 }],
    ['not a day later', slip('1'), '2026-12-11', { refused: 'past_last_day' }],
    ['not with another digit in it', slip('1').replace('010605', '010606'), day, { refused: 'check_digit' }],
    ['not of another agent', slip('1').replace('929023', '959919'), day, { refused: 'check_digit' }],
    ['not of another client', '91929023352070000010123499900199999900106057', day, { refused: 'other_agent' }],
    ['not what is no slip', '4912345678904', day, { refused: 'no_slip' }],
  ])('takes a slip %s', async (_when, digits, on, answer) => {
    expect(await agency.ask('pay', { digits, on })).toEqual(answer)
  })
})

it('what it delivers is read by the product: told at once, taken back, confirmed; the transfer by its contract', async () => {
  const { payment: dear = 0 } = numberOf(await agency.ask('pay', { digits: slip('2', { amount: 60_000 }), on: '2026-12-01' }))
  const { payment: wrong = 0 } = numberOf(await agency.ask('pay', { digits: slip('3'), on: '2026-12-01' }))
  await agency.ask('void', { payment: wrong })
  const [first = ''] = (await agency.ask('deliver', { on: '2026-12-01' })).files
  expect(linesOf(first)).toEqual([
    'preliminary 0000000000000001 null',
    'preliminary 0000000000000002 null',
    'preliminary 0000000000000003 null',
    'preliminary_cancelled 0000000000000003 null',
  ])
  expect(await agency.ask('confirm', { transferOn: '2026-12-15', payments: [dear, wrong] })).toEqual({ confirmed: 1 })
  const [second = ''] = (await agency.ask('deliver', { on: '2026-12-04' })).files
  expect(linesOf(second)).toEqual(['confirmed 0000000000000002 2026-12-15'])
  expect((await agency.ask('transfers', {})).transfers).toEqual([
    { transferOn: '2026-12-15', payments: 1, gross: 60_000, fees: 110, tax: 11, stampDuty: 200, net: 59_679 },
  ])
})

it('faults: half a file and the whole later, one that is held, a line again, a client that is not ours', async () => {
  const pay = (reference: string) => agency.ask('pay', { digits: slip(reference), on: '2026-12-02' })
  await pay('10')
  await pay('11')
  const [half = ''] = (await agency.ask('deliver', { on: '2026-12-02', fault: 'half' })).files
  expect(errorsOf(half)).not.toEqual([])
  expect((await agency.ask('release', {})).files).toEqual([half])
  expect([errorsOf(half), linesOf(half).length]).toEqual([[], 2])
  await pay('12')
  const before = readdirSync(agency.folder)
  expect((await agency.ask('deliver', { on: '2026-12-02', fault: 'held' })).files).toEqual([])
  expect(readdirSync(agency.folder)).toEqual(before)
  expect((await agency.ask('release', {})).files.length).toBe(1)
  await pay('13')
  const [again = ''] = (await agency.ask('deliver', { on: '2026-12-03', fault: 'repeated' })).files
  expect(linesOf(again)).toEqual(['preliminary 0000000000000012 null', 'preliminary 0000000000000013 null'])
  await pay('14')
  const [foreign = ''] = (await agency.ask('deliver', { on: '2026-12-03', fault: 'other_client' })).files
  expect([linesOf(foreign), errorsOf(foreign)]).toEqual([[], ['company_differs']])
})

it('counts what it keeps by its own bands', () => {
  const bands = {
    fees: [
      { upTo: 10_000, fee: 130 },
      { upTo: null, fee: 165 },
    ],
  }
  const slips = [
    { amount: 10_000, stamp: '0' as const },
    { amount: 50_000, stamp: '1' as const },
  ]
  expect(transferOf('2026-12-15', slips, bands)).toMatchObject({ gross: 60_000, fees: 295, tax: 29, stampDuty: 200, net: 59_476 })
})

const numberOf = (answer: { payment: number } | { refused: string }) => ('payment' in answer ? answer : { payment: undefined })
