import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writePostedStatements } from '../../../../src/main/export/statements/posted'
import type { StatementLine, StatementToWrite } from '../../../../src/main/export/statements/statement'
import { writeStatementPaper } from '../../../../src/main/export/statements/statement-pdf'
import { writeStatementWorkbook } from '../../../../src/main/export/statements/statement-workbook'
import type { Language } from '../../../../src/main/export/words'
import { businessDate } from '../../../../src/preload/contract/date'
import type { MerchantStatement } from '../../../../src/preload/contract/merchant-statement'
import { yen } from '../../../../src/preload/contract/money'
import { ARTIFACTS } from '../../../support/browser'
import { paidLine, statementFrom, statementOf } from '../../../support/merchant-statements'

/*
 * Statements as pictures, for people to look at: STATEMENT_PICTURES=1 writes them into test/artifacts/statements, the workbooks by way of
 * LibreOffice. With long names, many lines, every row a sum can have, nothing paid, and as a letter.
 */
const folder = join(ARTIFACTS, 'statements')
const goOn = () => true

const LONG = '株式会社東京都千代田区神田神保町古書籍専門店組合共同販売センター東日本統括本部第二営業部オンラインストア'

/** The statement of these lines, with something in every row of its sums. */
function everything(lines: readonly StatementLine[], own: Partial<MerchantStatement> = {}): StatementToWrite {
  const made = statementFrom(lines)
  const taken = 2_000 + 8_800 + 660 + 605 + 330
  const statement = {
    ...made,
    number: 'P20261130-12-K000012',
    offsets: [
      { kind: 'refund' as const, amount: yen(8_800), orderNumber: 'A-00031' },
      { kind: 'fees' as const, amount: yen(2_000), orderNumber: '' },
      { kind: 'return_fee' as const, amount: yen(660), orderNumber: '' },
    ],
    transferFee: yen(605),
    carriedOver: [{ amount: yen(330), reason: 'band_boundary' as const }],
    net: yen(made.net - taken),
    ...own,
  }
  return { statement, lineCount: lines.length, lines }
}

const mixed = (count: number): StatementLine[] =>
  Array.from({ length: count }, (_, at) =>
    paidLine(at + 1, {
      amount: yen(1_000 + ((at * 7_919) % 2_345_678)),
      fee: yen(30 + ((at * 31) % 84_000)),
      orderNumber: at % 7 === 3 ? `WEB-2026-1130-${String(at).padStart(8, '0')}-ABCDEFGH` : `A-${String(at + 1).padStart(5, '0')}`,
      goods: at % 5 === 2 ? '国産りんご100%ストレート果汁ジュース 1リットル瓶 12本入り 送料込み 贈答用のし付き' : 'りんごジュース 12本',
      source: at % 9 === 4 ? 'convenience_store' : at % 11 === 6 ? 'cash_on_delivery' : 'bank_transfer',
      ...(at % 23 === 22 ? { source: 'returned_payout', goods: '', paidOn: null, fee: yen(0), taxRate: null } : {}),
    }),
  )

const merchant = {
  name: LONG,
  registrationNumber: 'K000012',
  postalAddress: '〒101-0051\n東京都千代田区神田神保町一丁目105番地\n神保町三井ビルディング 23階 北側',
}
const issuer = {
  name: '株式会社みなとみらい中央信託銀行 決済代行センター 精算グループ',
  postalAddress: '〒105-0001\n東京都港区虎ノ門一丁目1番1号\n虎ノ門タワーズオフィス 8階',
  tNumber: 'T7000012050002',
}
const scenes: readonly { readonly name: string; readonly language: Language; make(): StatementToWrite }[] = [
  { name: 'usual', language: 'ja', make: () => statementOf(18) },
  { name: 'long', language: 'ja', make: () => everything(mixed(96), { merchant, issuer }) },
  { name: 'long-en', language: 'en', make: () => everything(mixed(40), { merchant, issuer }) },
  { name: 'nothing-paid', language: 'ja', make: deferred },
]

function deferred(): StatementToWrite {
  const lines = [paidLine(1, { amount: yen(300), fee: yen(0), taxRate: null })]
  const nothing = { fees: yen(0), tax: yen(0), net: yen(0), invoice: [], isDeferred: true }
  const statement = statementFrom(lines, { ...nothing, carriedOver: [{ amount: yen(300), reason: 'below_minimum' }] })
  return { statement, lineCount: 1, lines }
}

it.runIf(process.env.STATEMENT_PICTURES === '1')('statements as pictures', { timeout: 300_000 }, async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { name, language, make } of scenes) {
    await writeStatementPaper(join(folder, `${name}.pdf`), make(), language, { goOn })
    await writeStatementWorkbook(make(), { path: join(folder, `${name}.xlsx`), language, goOn })
    pictures(`${name}.pdf`, `${name}-paper`)
    run('soffice', ['--headless', '--convert-to', 'pdf', '--outdir', join(folder, 'sheets'), join(folder, `${name}.xlsx`)])
    pictures(join('sheets', `${name}.pdf`), `${name}-sheet`)
  }
  const letters = { title: '精算書のご送付', bank: issuer.name, writtenOn: businessDate('2026-12-01') }
  const posted = ['usual', 'long'].map((wanted) => ({
    language: 'ja' as const,
    address: '〒101-0051\n東京都千代田区神田神保町一丁目105番地',
    open: async () => ({ toWrite: scenes.find(({ name }) => name === wanted)?.make() ?? expect.fail(), close: () => undefined }),
  }))
  await writePostedStatements(join(folder, 'letters.pdf'), { ...letters, statements: posted }, { goOn, told: () => undefined })
  pictures('letters.pdf', 'letters')
})

function pictures(pdf: string, name: string): void {
  run('pdftoppm', ['-png', '-r', '80', join(folder, pdf), join(folder, name)])
}

function run(program: string, args: readonly string[]): void {
  const ran = spawnSync(program, args, { encoding: 'utf8' })
  expect(ran.error ?? ran.stderr, program).toBe(ran.stderr)
  expect(ran.status, ran.stderr).toBe(0)
}
