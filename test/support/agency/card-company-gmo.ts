import { randomBytes } from 'node:crypto'
import { type CardBook, type Payment, refundedOf } from './card-company-book'
import type { CardCallKind, CardTerms } from './card-company-contract'
import type { WireAnswer, WireCall } from './card-company-stripe'

/* GMO-PG's protocol type over HTTP, from what public clients show of it: forms in, `k=v&k=v` out, errors as ErrCode and ErrInfo. */

interface Trade {
  readonly payment: Payment
  readonly accessId: string
  readonly accessPass: string
  status: 'UNPROCESSED' | 'AUTHENTICATED' | 'AUTH' | 'SALES' | 'CAPTURE' | 'VOID' | 'RETURN' | 'RETURNX'
  returnTo: string
  amount: number
}

const hex = (bytes: number) => randomBytes(bytes).toString('hex')
const plain = (fields: Record<string, string>): WireAnswer => ({
  ...{ status: 200, type: 'text/plain; charset=Shift_JIS' },
  body: Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&'),
})
/** The first three characters of a detail are its code; the issuer's own details begin with 42. */
const no = (...details: string[]) =>
  plain({ ErrCode: details.map((each) => each.replace(/^42/, '').slice(0, 3)).join('|'), ErrInfo: details.join('|') })

export const gmoCallOf = ({ path }: WireCall) => /^\/payment\/(\w+)\.idPass$/.exec(path)?.[1] ?? ''

export class GmoWire {
  readonly #trades: Trade[] = []
  /** What a token stands for; it can be used once. */
  readonly #tokens = new Map<string, string>()

  constructor(
    private readonly book: CardBook,
    private readonly terms: CardTerms,
    private readonly origin: () => string,
  ) {}

  /** What a call does, in words of no company. */
  kindOf(call: WireCall): CardCallKind {
    const name = gmoCallOf(call)
    if (name === 'SearchTrade' || name === 'Tds2Result') return 'look'
    if (name === 'EntryTran') return 'open'
    if (name === 'ExecTran' || name === 'SecureTran2') return 'authorize'
    const job = call.form.get('JobCd')
    if (name === 'ChangeTran') return job === 'AUTH' ? 'capture' : 'refund'
    if (job === 'SALES') return 'capture'
    return this.#tradeOf(call.form)?.status === 'AUTH' ? 'void' : 'refund'
  }

  answer(call: WireCall): WireAnswer {
    const name = gmoCallOf(call)
    const { form } = call
    const asShop = form.get('ShopID') === this.terms.gmo.shopId && form.get('ShopPass') === this.terms.gmo.shopPass
    if (['EntryTran', 'AlterTran', 'ChangeTran', 'SearchTrade'].includes(name) && !asShop) return no('E01030002')
    if (name === 'EntryTran') return this.#enter(form)
    if (name === 'SearchTrade') return this.#search(form.get('OrderID') ?? '')
    const trade = this.#tradeOf(form)
    if (!trade) return no('E01110002')
    if (name === 'ExecTran') return this.#execute(trade, form)
    if (name === 'Tds2Result')
      return trade.payment.threeDSecure ? plain({ Tds2TransResult: SECURE[trade.payment.threeDSecure] }) : no('E01110010')
    if (name === 'SecureTran2') return this.#secure(trade)
    if (name === 'AlterTran') return this.#alter(trade, form)
    return name === 'ChangeTran' ? this.#change(trade, form) : { status: 404, type: 'text/plain', body: 'Not Found' }
  }

  /** A payer has typed a card into the form: the token for it. */
  tokenFor(number: string): string {
    const token = hex(32)
    this.#tokens.set(token, number)
    return token
  }

  byTransfer = (id: string) => this.#trades.find(({ payment }) => payment.id === id)

  /** 3-D Secure is over: where the payer goes back to. */
  returnAfter(trade: Trade, passed: boolean): string {
    trade.payment.threeDSecure = passed ? 'authenticated' : 'failed'
    const url = new URL(trade.returnTo)
    url.searchParams.set('AccessID', trade.accessId)
    url.searchParams.set('Event', 'AuthResultReady')
    return url.href
  }

  /** The fields of a notice of result. */
  noticeOf(payment: Payment): string {
    const trade = this.#trades.find((each) => each.payment === payment)
    const { accessId = '', accessPass = '', status = '', amount = 0 } = trade ?? {}
    return new URLSearchParams({
      ...{ ShopID: this.terms.gmo.shopId, ShopPass: '**********', AccessID: accessId, AccessPass: accessPass, OrderID: payment.reference },
      ...{
        Status: status,
        JobCd: status,
        Amount: String(amount),
        Tax: '0',
        Currency: 'JPN',
        Forward: '2a99661',
        Method: '1',
        PayTimes: '',
      },
      ...{ TranID: payment.id, Approve: '0000011', TranDate: this.#moment(payment), ErrCode: '', ErrInfo: '', PayType: '0' },
    }).toString()
  }

  #tradeOf(form: URLSearchParams): Trade | undefined {
    return this.#trades.find(({ accessId, accessPass }) => accessId === form.get('AccessID') && accessPass === form.get('AccessPass'))
  }

  #enter(form: URLSearchParams): WireAnswer {
    const reference = form.get('OrderID') ?? ''
    if (!/^[0-9A-Za-z-]{1,27}$/.test(reference)) return no('E01040013')
    if (this.#trades.some(({ payment }) => payment.reference === reference)) return no('E01040010')
    if (form.get('JobCd') !== 'AUTH') return no('E01050002')
    const amount = Number(form.get('Amount'))
    if (!Number.isInteger(amount) || amount < 1) return no('E01060006')
    if (form.get('TdFlag') !== '2') return no('E01080101')
    const payment = this.book.open('gmo', reference, amount)
    const trade: Trade = { payment, amount, accessId: hex(16), accessPass: hex(16), status: 'UNPROCESSED', returnTo: '' }
    this.#trades.push(trade)
    return plain({ AccessID: trade.accessId, AccessPass: trade.accessPass })
  }

  #search(reference: string): WireAnswer {
    const trade = this.#trades.find(({ payment }) => payment.reference === reference)
    if (!trade) return no('E01110002')
    const { payment, status, amount } = trade
    const isAuthorized = payment.authorized > 0
    return plain({
      ...{ OrderID: reference, Status: status, ProcessDate: this.#moment(payment), JobCd: status, AccessID: trade.accessId },
      ...{ AccessPass: trade.accessPass, ItemCode: '0000990', Amount: String(amount), Tax: '0', SiteID: '', MemberID: '' },
      ...{ CardNo: payment.card ? `************${payment.card.last4}` : '', Expire: payment.card ? '3012' : '', Method: '1', PayTimes: '' },
      ...{ Forward: isAuthorized ? '2a99661' : '', TranID: isAuthorized ? payment.id : '', Approve: isAuthorized ? '0000011' : '' },
      ...{ ClientField1: '', ClientField2: '', ClientField3: '' },
    })
  }

  #execute(trade: Trade, form: URLSearchParams): WireAnswer {
    if (trade.status !== 'UNPROCESSED') return no('E11010001')
    const number = this.#tokens.get(form.get('Token') ?? '')
    this.#tokens.delete(form.get('Token') ?? '')
    if (number === undefined) return no('E61010002')
    trade.returnTo = form.get('RetUrl') ?? ''
    const outcome = this.book.charge(trade.payment, number)
    if (outcome === 'secure') {
      trade.status = 'AUTHENTICATED'
      return plain({ ACS: '2', RedirectUrl: `${this.origin()}/3ds/gmo?transId=${trade.payment.id}&t=${hex(16)}` })
    }
    return outcome === 'authorized' ? this.#authorized(trade) : no(DECLINED[outcome])
  }

  #secure(trade: Trade): WireAnswer {
    const passed = trade.payment.threeDSecure
    if (trade.status !== 'AUTHENTICATED' || passed === null) return no('E11010002')
    const outcome = this.book.secured(trade.payment, passed === 'authenticated')
    trade.status = 'UNPROCESSED'
    return outcome === 'authorized' ? this.#authorized(trade) : no(DECLINED[outcome])
  }

  #authorized(trade: Trade): WireAnswer {
    trade.status = 'AUTH'
    const { payment } = trade
    return plain({
      ...{ ACS: '0', OrderID: payment.reference, Forward: '2a99661', Method: '1', PayTimes: '', Approve: '0000011', TranID: payment.id },
      ...{ TranDate: this.#moment(payment), CheckString: hex(16) },
    })
  }

  #alter(trade: Trade, form: URLSearchParams): WireAnswer {
    const job = form.get('JobCd')
    const { payment, status } = trade
    if (job === 'SALES') {
      if (payment.state === 'expired') return no('E01420010')
      if (status !== 'AUTH') return no('E11010003')
      if (Number(form.get('Amount')) !== trade.amount) return no('E01060010')
      trade.status = 'SALES'
      this.book.capture(payment, trade.amount)
    } else if (job === 'VOID' || job === 'RETURN' || job === 'RETURNX') {
      if (status !== 'AUTH' && status !== 'SALES' && status !== 'CAPTURE') return no('E11010003')
      if (job !== this.#verb(trade)) return no('E11010003')
      trade.status = job
      if (status === 'AUTH') this.book.void(payment)
      else this.book.refund(payment, payment.captured - refundedOf(payment))
    } else return no('E01050002')
    return this.#changed(trade)
  }

  #verb({ status, payment: { processedOn } }: Trade) {
    if (processedOn === this.book.today) return 'VOID'
    return processedOn.slice(0, 7) === this.book.today.slice(0, 7) || status === 'AUTH' ? 'RETURN' : 'RETURNX'
  }

  #change(trade: Trade, form: URLSearchParams): WireAnswer {
    const amount = Number(form.get('Amount'))
    const job = form.get('JobCd')
    if (!Number.isInteger(amount) || amount < 1) return no('E01060006')
    if (job === 'AUTH' && trade.status === 'AUTH') trade.payment.authorized = amount
    else if (job === 'CAPTURE' && (trade.status === 'SALES' || trade.status === 'CAPTURE') && amount < trade.amount) {
      this.book.refund(trade.payment, trade.amount - amount)
    } else return no('E11010003')
    trade.amount = amount
    return this.#changed(trade)
  }

  #changed({ accessId, accessPass, payment }: Trade): WireAnswer {
    const fields = { AccessID: accessId, AccessPass: accessPass, Forward: '2a99661', Approve: '0000011', TranID: payment.id }
    return plain({ ...fields, TranDate: this.#moment(payment) })
  }

  #moment = ({ processedOn }: Payment) => `${processedOn.replaceAll('-', '')}120000`
}

const SECURE = { authenticated: 'Y', failed: 'N' } as const
/** Insufficient funds and limit, a stop of the issuer, a failed 3-D Secure step. */
const DECLINED = { insufficient: '42G020000', declined: '42G300000', secure_failed: 'E21010001' } as const
