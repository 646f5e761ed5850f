import {
  DebitAccountType,
  type DebitFileError,
  type DebitFileErrorCode,
  DebitResultCode,
  type DebitTotals,
  type ReadDebit,
  type ReadDebitHead,
  type ReadDebits,
} from '../../../preload/contract/direct-debit'
import { PositiveYen, type Yen, yen } from '../../../preload/contract/money'
import { RECORD_BYTES } from '../zengin-records'
import { textOf } from './characters'
import { data, type Field, header, trailer } from './layout'
import { cutRecords, isReencoded } from './records'

const ERRORS_TOLD = 1_000
const FOUND_CHARACTERS_MAX = 60

/** Which record may stand behind which. */
const followers: Readonly<Record<string, string>> = { '': '1', '1': '28', '2': '28', '8': '9', '9': '' }

/**
 * Reads a file of type 91 whole, as a request or as a result. Everything wrong with it is told at once, with record, field and what was
 * found; nothing is thrown, whatever the bytes.
 */
export function readDebits(bytes: Uint8Array, as: 'request' | 'result'): ReadDebits {
  const reading = new Reading()
  if (isReencoded(bytes)) reading.fault(0, '', 'encoding_not_supported', 'UTF-8', 'JIS X 0201')
  else if (!/^191[0 ]/.test(textOf(bytes.subarray(0, 4)))) {
    reading.fault(1, header.businessType.name, 'format_unknown', textOf(bytes.subarray(0, 4)), '1910')
  } else for (const record of cutRecords(bytes)) reading.record(record)
  return reading.end(as)
}

class Reading {
  readonly #errors: DebitFileError[] = []
  readonly #lines: ReadDebit[] = []
  #total = 0
  #record = 0
  #last = ''
  #head: ReadDebitHead | null = null
  #totals: (DebitTotals & { record: number }) | null = null

  fault(record: number, field: string, code: DebitFileErrorCode, found: string, expected?: string): void {
    this.#total += 1
    const shown = found.length > FOUND_CHARACTERS_MAX ? `${found.slice(0, FOUND_CHARACTERS_MAX)}…` : found
    if (this.#errors.length < ERRORS_TOLD)
      this.#errors.push({ record, field, code, found: shown, ...(expected === undefined ? {} : { expected }) })
  }

  record(bytes: Uint8Array): void {
    this.#record += 1
    const isWhole = bytes.length > 0 && bytes.length <= RECORD_BYTES
    if (isWhole) this.#typed(bytes, textOf(bytes).padEnd(RECORD_BYTES))
    else this.fault(this.#record, '', 'wrong_length', String(bytes.length), String(RECORD_BYTES))
  }

  #typed(bytes: Uint8Array, text: string): void {
    const illegal = text.indexOf('\uFFFD')
    if (illegal >= 0) this.fault(this.#record, '', 'illegal_character', `0x${(bytes[illegal] ?? 0).toString(16)}`)
    const type = text.charAt(0)
    const expected = followers[this.#last] ?? ''
    if (!'1289'.includes(type)) this.fault(this.#record, 'データ区分', 'record_type_unknown', type, '1, 2, 8, 9')
    else if (!expected.includes(type)) this.fault(this.#record, 'データ区分', 'record_order', type, expected)
    if ('1289'.includes(type)) this.#last = type
    if (type === '1') this.#header(text)
    if (type === '2') this.#data(text)
    if (type === '8') this.#trailer(text)
  }

  #text(text: string, { offset, length }: Field): string {
    return text.slice(offset, offset + length).trimEnd()
  }

  #digits(text: string, field: Field): string {
    const found = text.slice(field.offset, field.offset + field.length)
    if (/^\d+$/.test(found)) return found
    this.fault(this.#record, field.name, 'not_a_number', found)
    return '0'.repeat(field.length)
  }

  #header(text: string): void {
    const debitOn = this.#digits(text, header.debitOn)
    const [month, day] = [Number(debitOn.slice(0, 2)), Number(debitOn.slice(2))]
    if (month < 1 || month > 12 || day < 1 || day > 31) this.fault(this.#record, header.debitOn.name, 'not_a_date', debitOn)
    this.#head = {
      code: this.#digits(text, header.collectorCode),
      name: this.#text(text, header.collectorName),
      debitOn,
      bankCode: this.#digits(text, header.bankCode),
      branchCode: this.#digits(text, header.branchCode),
    }
  }

  #data(text: string): void {
    const amount = Number(this.#digits(text, data.amount))
    if (amount === 0) this.fault(this.#record, data.amount.name, 'amount_zero', '0')
    const accountType = DebitAccountType.safeParse(this.#text(text, data.accountType))
    if (!accountType.success)
      this.fault(this.#record, data.accountType.name, 'code_unknown', this.#text(text, data.accountType), '1, 2, 3, 9')
    // Some banks write a space in a request.
    const code = DebitResultCode.safeParse(this.#text(text, data.resultCode) || '0')
    if (!code.success)
      this.fault(this.#record, data.resultCode.name, 'code_unknown', this.#text(text, data.resultCode), DebitResultCode.options.join(', '))
    const customerNumber = this.#digits(text, data.customerNumber)
    const newCode = this.#text(text, data.newCode)
    this.#lines.push({
      record: this.#record,
      account: {
        bankCode: this.#digits(text, data.bankCode),
        branchCode: this.#digits(text, data.branchCode),
        accountType: accountType.data ?? '9',
        accountNumber: this.#digits(text, data.accountNumber),
      },
      bankName: this.#text(text, data.bankName),
      branchName: this.#text(text, data.branchName),
      holderKana: this.#text(text, data.holderName),
      amount: PositiveYen.parse(Math.max(1, amount)),
      newCode: newCode === '1' || newCode === '2' ? newCode : '0',
      customerNumber,
      code: code.data ?? '9',
    })
  }

  #trailer(text: string): void {
    const number = (field: Field) => Number(this.#digits(text, field))
    this.#totals = {
      record: this.#record,
      count: number(trailer.count),
      amount: yen(number(trailer.amount)),
      paidCount: number(trailer.paidCount),
      paidAmount: yen(number(trailer.paidAmount)),
      failedCount: number(trailer.failedCount),
      failedAmount: yen(number(trailer.failedAmount)),
    }
  }

  end(as: 'request' | 'result'): ReadDebits {
    const [head, totals] = [this.#head, this.#totals]
    if (this.#total === 0 && !totals) this.fault(this.#record, '', 'missing_trailer', '')
    if (this.#total === 0 && this.#last !== '9') this.fault(this.#record, '', 'missing_end', '')
    if (this.#total === 0 && totals) this.#compare(totals, as)
    if (this.#total > 0 || !head || !totals) return { ok: false, errors: this.#errors, total: this.#total }
    const { record: _, ...sums } = totals
    return { ok: true, head, lines: this.#lines, totals: sums }
  }

  /** What the trailer says against what stands in the lines: requested is paid and failed together, a failed line counts what was asked for. */
  #compare(totals: DebitTotals & { record: number }, as: 'request' | 'result'): void {
    const sum = (lines: readonly ReadDebit[]) => lines.reduce((total, { amount }) => total + amount, 0)
    const paid = this.#lines.filter(({ code }) => code === '0')
    const failed = this.#lines.filter(({ code }) => code !== '0')
    // All zeros over lines: nobody has told a result yet.
    const isRequest = totals.paidCount === 0 && totals.failedCount === 0 && this.#lines.length > 0
    if (as === 'result' && isRequest) {
      this.fault(totals.record, trailer.paidCount.name, 'not_a_result', '0', String(paid.length))
      return
    }
    const told = as === 'request' ? [] : (['paid', 'failed'] as const)
    const rows: [Field, number | Yen, number, DebitFileErrorCode][] = [
      [trailer.count, totals.count, this.#lines.length, 'count_differs'],
      [trailer.amount, totals.amount, sum(this.#lines), 'amount_differs'],
      ...told.flatMap((which): [Field, number | Yen, number, DebitFileErrorCode][] => {
        const lines = which === 'paid' ? paid : failed
        return [
          [trailer[`${which}Count`], totals[`${which}Count`], lines.length, 'count_differs'],
          [trailer[`${which}Amount`], totals[`${which}Amount`], sum(lines), 'amount_differs'],
        ]
      }),
    ]
    for (const [field, found, expected, code] of rows)
      if (found !== expected) this.fault(totals.record, field.name, code, String(found), String(expected))
  }
}
