import { type AgencyContract, type answers, type requests, type Transfer, transferOf } from './contract'
import { fileOf, halfOf, lineOf, type Payment, type Told } from './result-file'
import { readSlip, whyRefused } from './slip-digits'

type Ask<R extends keyof typeof requests> = ReturnType<(typeof requests)[R]['parse']>
type Answer<R extends keyof typeof answers> = ReturnType<(typeof answers)[R]['parse']>
/** Puts a file where the client looks for it. */
type Put = (name: string, bytes: Buffer) => void

/** What the agency knows: payments at tills, what it has told of each, and what it has yet to tell. */
export class AgencyBooks {
  readonly #payments: Payment[] = []
  readonly #toTell: { payment: Payment; told: Told }[] = []
  readonly #heldBack = new Map<string, Buffer>()
  #lastLine: string | null = null
  #files = 0

  constructor(
    private readonly contract: AgencyContract,
    private readonly put: Put,
  ) {}

  /** A till reads a slip and takes the money, or does not. */
  pay({ digits, on, at, store }: Ask<'pay'>): Answer<'pay'> {
    const slip = readSlip(digits)
    if (typeof slip === 'string') return { refused: slip }
    const { makerCode, companyCode } = this.contract
    if (slip.makerCode !== makerCode || !slip.free.startsWith(companyCode)) return { refused: 'other_agent' }
    const why = whyRefused(slip, on)
    if (why) return { refused: why }
    const payment = { id: this.#payments.length + 1, slip, on, at, store, voided: false, transferOn: null }
    this.#payments.push(payment)
    this.#toTell.push({ payment, told: 'preliminary' })
    return { payment: payment.id }
  }

  /** The scan is voided at the till. */
  void({ payment: id }: Ask<'void'>): Answer<'void'> {
    const payment = this.#payment(id)
    if (payment.transferOn !== null) throw new Error(`payment ${id} is confirmed`)
    payment.voided = true
    this.#toTell.push({ payment, told: 'cancelled' })
    return {}
  }

  /** What stands is confirmed, with the day it will be transferred. */
  confirm({ transferOn, payments }: Ask<'confirm'>): Answer<'confirm'> {
    const confirmed = this.#payments.filter(
      ({ id, voided, transferOn: known }) => !voided && known === null && (payments?.includes(id) ?? true),
    )
    for (const payment of confirmed) {
      payment.transferOn = transferOn
      this.#toTell.push({ payment, told: 'confirmed' })
    }
    return { confirmed: confirmed.length }
  }

  /** The next file, of all that is to be told; `only`: of one kind, the rest later. */
  deliver({ on, fault, only }: Ask<'deliver'>): Answer<'deliver'> {
    const telling = this.#toTell.filter(({ told }) => only === undefined || told === only)
    if (telling.length === 0) return { files: [] }
    for (const each of telling) this.#toTell.splice(this.#toTell.indexOf(each), 1)
    const lines = telling.map(({ payment, told }) => lineOf(payment, told, on))
    if (fault === 'repeated' && this.#lastLine) lines.unshift(this.#lastLine)
    this.#lastLine = lines.at(-1) ?? null
    this.#files += 1
    const name = `shunou-${on.replaceAll('-', '')}-${String(this.#files).padStart(3, '0')}.csv`
    return { files: this.#send(name, lines, fault) }
  }

  #send(name: string, lines: readonly string[], fault: Ask<'deliver'>['fault']): string[] {
    const whole = fileOf(fault === 'other_client' ? lines.map((line) => this.#ofAnother(line)) : lines)
    if (fault === 'half' || fault === 'held') this.#heldBack.set(name, whole)
    if (fault === 'held') return []
    this.put(name, fault === 'half' ? halfOf(whole) : whole)
    return [name]
  }

  /** The same line of a client whose code ends otherwise, with the check digit that its barcode has then. */
  #ofAnother(line: string): string {
    const barcode = /EAN(\d{44})/.exec(line)?.[1] ?? ''
    const { makerCode, companyCode } = this.contract
    const other = `91${makerCode}${String((Number(companyCode) + 1) % 10 ** companyCode.length).padStart(companyCode.length, '0')}`
    for (const check of '0123456789') {
      const digits = `${other}${barcode.slice(other.length, -1)}${check}`
      if (typeof readSlip(digits) !== 'string') return line.replace(barcode, digits)
    }
    throw new Error('no check digit fits')
  }

  /** What was held back comes, whole. */
  release(): Answer<'release'> {
    const files = [...this.#heldBack]
    this.#heldBack.clear()
    for (const [name, bytes] of files) this.put(name, bytes)
    return { files: files.map(([name]) => name) }
  }

  /** What it will transfer on which day, by its own contract. */
  transfers(): { transfers: Transfer[] } {
    const days = Map.groupBy(
      this.#payments.filter(({ transferOn }) => transferOn !== null),
      ({ transferOn }) => transferOn ?? '',
    )
    return {
      transfers: [...days]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([day, paid]) =>
          transferOf(
            day,
            paid.map(({ slip }) => slip),
            this.contract,
          ),
        ),
    }
  }

  #payment(id: number): Payment {
    const payment = this.#payments[id - 1]
    if (!payment) throw new Error(`there is no payment ${id}`)
    return payment
  }
}
