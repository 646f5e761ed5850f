import fc from 'fast-check'
import { chainNames } from '../../../../src/main/gateways/convenience-store/chains'
import type { LineToWrite } from '../../../../src/main/gateways/convenience-store/write'
import type {
  CollectionError,
  CollectionFormat,
  CollectionLine,
  CollectionPart,
  Slip,
  SlipNumbering,
} from '../../../../src/preload/contract/collection'
import { businessDate, dateOf } from '../../../../src/preload/contract/date'
import { PositiveYen } from '../../../../src/preload/contract/money'

/* Collections and their files, for the tests of this folder. */

/** Of the sheet's sample (s1). */
export const numbering: SlipNumbering = { makerCode: '929023', companyCode: '25207' }

export const slip: Slip = {
  reference: '0000010123499900',
  reissue: 1,
  dueOn: null,
  needsStamp: false,
  amount: PositiveYen.parse(10_605),
}

export const line: LineToWrite = {
  kind: 'preliminary',
  slip: { ...slip, ...numbering },
  paidOn: businessDate('2024-01-12'),
  paidAt: '1815',
  chainCode: '010',
  chainName: 'セブン-イレブン',
  storeCode: '110001',
  madeOn: businessDate('2024-01-17'),
  transferOn: null,
}

export interface ReadCollection {
  readonly lines: CollectionLine[]
  readonly errors: CollectionError[]
  readonly ends: number[]
}

export function sorted(parts: Iterable<CollectionPart>): ReadCollection {
  const read: ReadCollection = { lines: [], errors: [], ends: [] }
  for (const part of parts) {
    if (part.part === 'line') read.lines.push(part.line)
    else if (part.part === 'error') read.errors.push(part.error)
    else read.ends.push(part.lines)
  }
  return read
}

/** `code@record:field`, as tables of faults have it. */
export const places = (errors: readonly CollectionError[]) => errors.map(({ record, field, code }) => `${code}@${record}:${field}`)

const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
const signs = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789ABCXYZ-'), minLength: 1, maxLength: length })
const day = (from: number, to: number) =>
  fc
    .record({ year: fc.integer({ min: from, max: to }), month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) })
    .map((date) => dateOf(date.year, date.month, date.day) ?? businessDate('2024-02-29'))

export const numberings = (companyDigits: { min: number; max: number }): fc.Arbitrary<SlipNumbering> =>
  fc.record({ makerCode: digits(6), companyCode: fc.integer(companyDigits).chain(digits) })

export const slipsOf = ({ companyCode }: SlipNumbering): fc.Arbitrary<Slip> =>
  fc.record({
    reference: digits(21 - companyCode.length),
    reissue: fc.integer({ min: 0, max: 9 }),
    dueOn: fc.option(day(2000, 2099)),
    needsStamp: fc.boolean(),
    amount: fc.integer({ min: 1, max: 300_000 }).map((amount) => PositiveYen.parse(amount)),
  })

const chainDigits: Record<CollectionFormat, number> = { mizuho_factor: 6, mufg_factor: 4, dsk: 3 }

/** Codes with a name and without one. */
const chainsOf = (format: CollectionFormat) =>
  fc.oneof(...(format === 'dsk' ? [fc.constantFrom(...chainNames.dsk.keys())] : []), digits(chainDigits[format]))
const storeKinds = ['preliminary', 'confirmed', 'preliminary_cancelled'] as const
const allKinds = [...storeKinds, 'postal', 'postal_corrected', 'real_time'] as const
const clocks = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}`)

/** Lines as an agent may tell them. */
export const linesOf = (format: CollectionFormat, own: SlipNumbering): fc.Arbitrary<LineToWrite[]> =>
  fc.array(
    fc
      .record({
        kind: fc.constantFrom(...(format === 'dsk' ? allKinds : storeKinds)),
        slip: slipsOf(own).map((made) => ({ ...made, ...own })),
        paidOn: day(2000, 2099),
        paidAt: fc.option(clocks),
        chainCode: chainsOf(format),
        storeCode: signs(7),
        madeOn: fc.option(day(2000, 2099)),
        transferOn: fc.option(day(2000, 2099)),
      })
      .map((made) => ({ ...made, chainName: chainNames[format].get(made.chainCode) ?? null })),
    { minLength: format === 'mufg_factor' ? 1 : 0, maxLength: 20 },
  )
