import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'vitest'
import { writePostalSheet } from '../../../../src/main/export/slips/postal'
import { writePostedSlips } from '../../../../src/main/export/slips/posted'
import { writeSlip } from '../../../../src/main/export/slips/slip'
import { businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import { ARTIFACTS } from '../../../support/browser'
import { rendered } from '../../../support/paper-pictures'
import { postalSheetOf, slipOf } from '../../../support/slips'

/* Slips as pictures, for people to look at: SLIP_PICTURES=1 writes them into test/artifacts/slips. */
const folder = join(ARTIFACTS, 'slips')
const LONG = '株式会社東京都千代田区神田神保町古書籍専門店組合共同販売センター東日本統括本部第二営業部オンラインストア'
const MANY = Array.from({ length: 20 }, (_, at) => `国産りんごジュース 1リットル瓶 ${at + 1}本入り 送料込み`).join('、')

const usual = slipOf()
const stamped = slipOf(
  { needsStamp: true, amount: PositiveYen.parse(298_000), reissue: 2, dueOn: null },
  {
    merchant: LONG,
    payer: '髙﨑 権之助 左衛門 長宗我部 ①㈱山田',
    goods: MANY,
    orderNumber: 'WEB-2026-1130-00000031-ABCDEFGHIJKLMNOPQ',
    tax: null,
  },
)
const english = slipOf(
  { needsStamp: true, amount: PositiveYen.parse(88_000) },
  { language: 'en', payer: 'Maximiliana Wolfeschlegelsteinhausen-Bergerdorff', goods: 'Apple juice, 12 bottles', tax: yen(8_000) },
)

const fullest = {
  merchant: LONG.repeat(2),
  orderNumber: `WEB-${'0'.repeat(80)}-END`,
  payer: LONG.repeat(2),
  goods: MANY,
  stores: LONG.repeat(3).match(/.{8}/g) ?? [],
}
const full = slipOf({ reissue: 9, needsStamp: true, amount: PositiveYen.parse(300_000) }, fullest)
const fullEnglish = slipOf({ reissue: 9, needsStamp: true, amount: PositiveYen.parse(300_000) }, { ...fullest, language: 'en' })

const fullPostal = {
  ...fullest,
  payer: LONG.repeat(2).slice(0, 100),
  accountName: LONG.repeat(2).slice(0, 100),
  isReissued: true,
  isChecked: true,
}
const sheets = {
  postal: postalSheetOf(),
  postalEnglish: postalSheetOf({ language: 'en', payer: 'Maximiliana Wolfeschlegelsteinhausen-Bergerdorff', isChecked: true }),
  postalFull: postalSheetOf({ ...fullPostal, amount: PositiveYen.parse(9_999_999_999) }),
  postalFullEnglish: postalSheetOf({ ...fullPostal, language: 'en' }),
}

it.runIf(process.env.SLIP_PICTURES === '1')('slips as pictures', { timeout: 120_000 }, async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, slip] of Object.entries({ usual, stamped, english, full, fullEnglish })) {
    const path = join(folder, `${name}.pdf`)
    await writeSlip(path, slip)
    rendered(path, join(folder, name), 100)
  }
  for (const [name, sheet] of Object.entries(sheets)) {
    const path = join(folder, `${name}.pdf`)
    await writePostalSheet(path, sheet)
    rendered(path, join(folder, name), 100)
  }
  const slips = [usual, stamped, english].map((slip) => ({
    slip,
    address: '〒101-0051\n東京都千代田区神田神保町一丁目105番地\n神保町三井ビル 12階',
  }))
  const run = { title: '払込票', bank: usual.bank, writtenOn: businessDate('2026-11-26'), slips }
  await writePostedSlips(join(folder, 'posted.pdf'), run, { goOn: () => true, told: () => undefined })
  rendered(join(folder, 'posted.pdf'), join(folder, 'posted'), 60)
})
