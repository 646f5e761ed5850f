import type { CollectionFormat } from '../../../preload/contract/collection'
import type { Fact } from './line'

/*
 * The layouts of 120 bytes as data: 0-based offset, length and name of what is read. Both are visibly made from the standard of GS1
 * Japan; neither says how its trailer is laid out, so trailers are known by their record type and not interpreted.
 */

export const RECORD_BYTES = 120

export interface Field {
  readonly offset: number
  readonly length: number
  readonly name: string
}

const field = (offset: number, length: number, name: string): Field => ({ offset, length, name })

export interface FixedLayout {
  readonly format: CollectionFormat
  /** What stands between two records where the agent writes them. */
  readonly ending: '' | '\r\n'
  /** Null: it is not published. */
  readonly header: { readonly madeOn: Field; readonly maker: Field; readonly company: Field } | null
  readonly data: Readonly<Record<Fact, Field>>
}

export const recordType = field(0, 1, 'レコード区分')
export const HEADER = '1'
export const DATA = '2'
export const TRAILERS: readonly string[] = ['8', '9']

/** みずほファクター (s4b). */
export const mizuhoFactor: FixedLayout = {
  format: 'mizuho_factor',
  ending: '',
  header: null,
  data: {
    kind: field(1, 2, 'データ種別'),
    paidOn: field(3, 8, '店舗収納日'),
    paidAt: field(11, 4, '店舗収納時間'),
    barcode: field(16, 44, 'バーコード情報'),
    storeCode: field(63, 7, '収納店舗コード'),
    madeOn: field(72, 8, 'データ取得年月日'),
    transferOn: field(80, 8, '振込予定日'),
    chainCode: field(96, 6, 'CVSコード'),
  },
}

/** 三菱UFJファクター (s3b). Its header names the agent without the country digit of the maker code. */
export const mufgFactor: FixedLayout = {
  format: 'mufg_factor',
  ending: '\r\n',
  header: { madeOn: field(1, 8, '作成日'), maker: field(9, 5, 'MUF企業コード'), company: field(14, 5, '収納企業コード') },
  data: {
    kind: field(1, 2, '種別'),
    paidOn: field(3, 8, '収納日'),
    paidAt: field(11, 4, '収納時分'),
    barcode: field(15, 44, 'バーコード情報'),
    storeCode: field(62, 7, '受付店舗'),
    madeOn: field(69, 8, 'データ取得日'),
    transferOn: field(77, 8, '振込予定日'),
    chainCode: field(101, 4, 'CVSコード'),
  },
}
