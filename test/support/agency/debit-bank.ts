import iconv from 'iconv-lite'

/*
 * The stand-in of a bank that debits accounts: it reads the file it is handed (全銀 type 91) and gives it back with what became of each line.
 * Written from the publication's layout; it shares nothing with the product.
 */

const RECORD = 120

interface Account {
  /** What it holds. */
  balance: number
}

export class DebitBank {
  readonly #accounts = new Map<string, Account>()

  /** An account that is kept here; every other is unknown. */
  keep(accountNumber: string, balance: number): void {
    this.#accounts.set(accountNumber, { balance })
  }

  /** The file as it comes back: 0 debited, 1 too little, 2 no such account. Throws what it would send back as unreadable. */
  debit(request: Uint8Array): Uint8Array {
    const records = recordsOf(request)
    const [head = ''] = records
    if (!head.startsWith('1910')) throw new Error('the header is of no direct debit')
    const totals = { paid: [0, 0], failed: [0, 0] } as Record<'paid' | 'failed', [count: number, amount: number]>
    const answered = records.map((record) => {
      if (record.startsWith('8')) return this.#trailer(record, totals)
      if (!record.startsWith('2')) return record
      const amount = Number(record.slice(80, 90))
      const code = this.#take(record.slice(43, 50), amount)
      const of = totals[code === '0' ? 'paid' : 'failed']
      of[0] += 1
      of[1] += amount
      return `${record.slice(0, 111)}${code}${record.slice(112)}`
    })
    return iconv.encode(answered.map((record) => `${record}\r\n`).join(''), 'Shift_JIS')
  }

  #take(accountNumber: string, amount: number): '0' | '1' | '2' {
    const account = this.#accounts.get(accountNumber)
    if (!account) return '2'
    if (account.balance < amount) return '1'
    account.balance -= amount
    return '0'
  }

  #trailer(record: string, { paid, failed }: Record<'paid' | 'failed', readonly [count: number, amount: number]>): string {
    const [count, amount] = [Number(record.slice(1, 7)), Number(record.slice(7, 19))]
    if (count !== paid[0] + failed[0] || amount !== paid[1] + failed[1]) throw new Error('the trailer is of other lines')
    const digits = ([some, yen]: readonly [number, number]) => `${String(some).padStart(6, '0')}${String(yen).padStart(12, '0')}`
    return `${record.slice(0, 19)}${digits(paid)}${digits(failed)}${record.slice(55)}`
  }
}

/** One byte is one character in this file, half-width kana too. */
function recordsOf(bytes: Uint8Array): string[] {
  const records = iconv
    .decode(Buffer.from(bytes), 'Shift_JIS')
    .split('\r\n')
    .filter((record) => record !== '')
  const wrong = records.find((record) => record.length !== RECORD)
  if (wrong !== undefined) throw new Error(`a record of ${wrong.length} characters`)
  return records
}
