import type { CollectionFormat, CollectionKind, CollectionLine, SlipNumbering } from '../../../preload/contract/collection'
import type { BusinessDate } from '../../../preload/contract/date'
import { areDigits, readBarcode } from './barcode'
import { chainNames } from './chains'
import { Dates } from './dates'
import type { Faults } from './faults'

/** What every layout says of a collection, wherever it stands there. */
export type Fact = 'kind' | 'paidOn' | 'paidAt' | 'barcode' | 'storeCode' | 'madeOn' | 'transferOn' | 'chainCode'

/** The facts of one record as text, without the spaces that fill them. */
export type LineTexts = Readonly<Record<Fact, string>>

/** 速報 · 確報 · 速報取消 (s1, s3b, s4b), and what DSK delivers besides (s1). */
export const kindByCode: ReadonlyMap<string, CollectionKind> = new Map([
  ['01', 'preliminary'],
  ['02', 'confirmed'],
  ['03', 'preliminary_cancelled'],
  ['12', 'postal'],
  ['22', 'postal_corrected'],
  ['81', 'real_time'],
])

const storeKinds: readonly CollectionKind[] = ['preliminary', 'confirmed', 'preliminary_cancelled']

/** What a layout may tell of. */
export const kindsOf: Record<CollectionFormat, readonly CollectionKind[]> = {
  mizuho_factor: storeKinds,
  mufg_factor: storeKinds,
  dsk: [...storeKinds, 'postal', 'postal_corrected', 'real_time'],
}

/** Turns the texts of records into lines, for one file. */
export class LineReader {
  readonly #kinds: ReadonlyMap<string, CollectionKind>
  readonly #chains: ReadonlyMap<string, string>
  readonly #dates = new Dates()

  /** `names`: what the layout calls each fact, for its faults. */
  constructor(
    format: CollectionFormat,
    readonly names: Readonly<Record<Fact, string>>,
    readonly numbering: SlipNumbering,
  ) {
    this.#kinds = new Map([...kindByCode].filter(([, kind]) => kindsOf[format].includes(kind)))
    this.#chains = chainNames[format]
  }

  /** The line of a record; null, with every fault told, where it cannot be read. */
  read(texts: LineTexts, raw: Uint8Array, faults: Faults): CollectionLine | null {
    const kind = this.#kinds.get(texts.kind) ?? null
    if (kind === null) faults.add('kind_unknown', this.names.kind, texts.kind)
    const paidOn = this.#date('paidOn', texts, faults)
    const paidAt = this.#time(texts, kind, faults)
    const slip = readBarcode(texts.barcode, this.numbering, this.#dates, faults)
    const madeOn = this.#dateIfTold('madeOn', texts, faults)
    const transferOn = this.#dateIfTold('transferOn', texts, faults)
    this.#checkText('storeCode', texts, faults)
    this.#checkText('chainCode', texts, faults)
    if (kind === null || paidOn === null || slip === null || faults.errors.length > 0) return null
    return {
      record: faults.record,
      kind,
      barcode: texts.barcode,
      slip,
      paidOn,
      paidAt,
      chainCode: texts.chainCode,
      chainName: this.#chains.get(texts.chainCode) ?? null,
      storeCode: texts.storeCode,
      madeOn,
      transferOn,
      raw,
    }
  }

  #date(fact: Fact, texts: LineTexts, faults: Faults): BusinessDate | null {
    const text = texts[fact]
    const date = text.length === 8 ? this.#dates.read(text) : null
    if (date === null) faults.add('not_a_date', this.names[fact], text)
    return date
  }

  /** A date that may not be known yet: nothing, or zeros. */
  #dateIfTold(fact: Fact, texts: LineTexts, faults: Faults): BusinessDate | null {
    const text = texts[fact]
    return text === '' || text === '0' || text === '00000000' ? null : this.#date(fact, texts, faults)
  }

  /** Postal transfers have no time; DSK leaves it out or writes a zero (s1). */
  #time({ paidAt }: LineTexts, kind: CollectionKind | null, faults: Faults): string | null {
    if (paidAt === '' || (paidAt === '0000' && (kind === 'postal' || kind === 'postal_corrected'))) return null
    if (paidAt.length !== 4 || !areDigits(paidAt) || paidAt >= '2400' || paidAt.slice(2) >= '60')
      faults.add('not_a_time', this.names.paidAt, paidAt)
    return paidAt
  }

  /** Codes of shops and chains are letters and digits of ASCII. */
  #checkText(fact: Fact, texts: LineTexts, faults: Faults): void {
    const text = texts[fact]
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code > 0x20 && code < 0x7f) continue
      faults.add('illegal_character', this.names[fact], `0x${code.toString(16).padStart(2, '0')}`)
      return
    }
  }
}
