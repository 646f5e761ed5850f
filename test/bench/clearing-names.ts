import { familyNames, givenNames } from '../../src/main/services/demonstration/people-names'
import type { Dice } from '../../src/main/services/demonstration/story'

/*
 * Payers as many as a bank sees: a few names that many bear, and a long tail that few do. Nobody is meant. In the kana a shop writes down
 * (small kana, ー, a legal form spelled out), from which a bank's own spelling is made.
 */

const familyStems =
  'アキ アサ アラ イシ イワ ウエ ウチ オオ オカ オク カワ キタ クボ クロ コ サカ サワ シマ シラ スギ タカ タケ タツ タニ ツチ トミ ナカ ナガ ニシ ノ ハシ ハマ ハラ ヒガシ ヒラ フカ フジ フル ホリ マエ マツ ミズ ミナミ ミヤ ムラ モリ ヤ ヨコ ヨシ ワカ'.split(
    ' ',
  )
const familyEnds =
  'イ イケ ウチ オカ ガワ キ クラ グチ コシ サキ サワ シタ シマ ズミ ゾノ タ ダ タニ ツ ナガ ノ バヤシ バラ ベ マ ミ ムラ モト モリ ヤ ヤマ'.split(
    ' ',
  )
const givenStems =
  'アキ アツ アヤ エリ カズ カツ キミ クニ ケイ コウ サチ シュン ショウ シン ジュン セイ タカ タツ テツ トシ トモ ナオ ノブ ノリ ハル ヒデ ヒロ フミ マサ マリ ミチ ミツ ミ ミナ ヤス ユウ ユキ ユミ ヨウ ヨシ リョウ レイ'.split(
    ' ',
  )
const givenEnds = 'アキ エ オ カ キ コ サ シ ジ スケ タ タカ タロウ ト ナ ノ ノブ ノリ ヒコ ヒト ヒロ ホ ミ ヤ ユキ ヨ ヨシ ロウ'.split(' ')
const companyStems =
  'アオバ アカツキ アサヒ イズミ エース オーロラ カトレア キョウエイ キンセイ クオリティ ケイヒン コスモ サクラ サンライズ シンワ スミレ セントラル ダイワ チュウオウ ツバサ デルタ トウヨウ ナニワ ニッシン ハヤブサ ヒカリ フタバ ベイサイド ホクト マルヨシ ミドリ ムサシ メイコウ ヤマト ユニオン ヨツバ ライフ リバティ ワールド'.split(
    ' ',
  )
const companyFields =
  'インターナショナル エンジニアリング カンパニー クリエイト ケンセツ コウギョウ コウサン サービス システムズ ショウカイ ショウジ ショウテン セイサクジョ ソウケン デンキ トレーディング ノウエン フーズ ブッサン プランニング ホールディングス マーケティング ヤッキョク リース ロジスティクス'.split(
    ' ',
  )
const places = 'サッポロ センダイ トウキョウ ヨコハマ ナゴヤ キョウト オオサカ コウベ ヒロシマ フクオカ'.split(' ')
const legalForms = ['カブシキガイシャ', 'カブシキガイシャ', 'カブシキガイシャ', 'ユウゲンガイシャ', 'ゴウドウガイシャ'] as const
const abbreviations: Readonly<Record<string, string>> = { カブシキガイシャ: 'カ', ユウゲンガイシャ: 'ユ', ゴウドウガイシャ: 'ド' }

export interface Payer {
  /** As its shop wrote it down. */
  readonly kana: string
  /** As its own bank delivers it, before it is narrowed. */
  readonly atBank: string
  /** The same company with its legal form at the other end, or spelled out. */
  readonly otherwise: string
  readonly isCompany: boolean
}

/** One in three has one of the forty-eight commonest family names. */
const family = (d: Dice): string => (d.upTo(3) === 0 ? d.pick(familyNames)[1] : d.pick(familyStems) + d.pick(familyEnds))
const given = (d: Dice): string => (d.upTo(4) === 0 ? d.pick(givenNames)[1] : d.pick(givenStems) + d.pick(givenEnds))

export function inventPayer(d: Dice, as: 'anybody' | 'company' = 'anybody'): Payer {
  return as === 'company' || d.upTo(5) === 0 ? company(d) : person(family(d), given(d))
}

/** Somebody else of the same household. */
export function relativeOf(d: Dice, { kana }: Payer): Payer {
  const [name = ''] = kana.split(' ')
  const other = person(name, given(d))
  return other.kana === kana ? relativeOf(d, { ...other, kana }) : other
}

function person(name: string, first: string): Payer {
  const kana = `${name} ${first}`
  return { kana, atBank: kana, otherwise: `${name}${first}`, isCompany: false }
}

function company(d: Dice): Payer {
  const place = d.upTo(3) === 0 ? d.pick(places) : ''
  const name = `${place}${d.pick(companyStems)}${d.pick(companyFields)}`
  const form = d.pick(legalForms)
  const short = abbreviations[form] ?? ''
  const isBehind = d.upTo(3) === 0
  return {
    kana: isBehind ? `${name}${form}` : `${form}${name}`,
    atBank: isBehind ? `${name}(${short}` : `${short})${name}`,
    otherwise: isBehind ? `${name} ${form}` : `${form} ${name}`,
    isCompany: true,
  }
}
