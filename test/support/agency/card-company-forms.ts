import type { CardBook } from './card-company-book'
import type { GmoWire } from './card-company-gmo'
import type { StripeWire, WireAnswer, WireCall } from './card-company-stripe'
import { idsOf } from './card-company-stripe-objects'

/*
 * The company's own pages, in plain HTML without a script: the form for the card, and the 3-D Secure step of the card's issuer. Card numbers
 * are typed here and nowhere else.
 */

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const page = (status: number, title: string, body: string): WireAnswer => ({
  ...{ status, type: 'text/html; charset=utf-8' },
  body: `<!doctype html><html lang="ja"><meta charset="utf-8"><title>${title}</title><main><h1>${title}</h1>${body}</main></html>`,
})
const goOn = (to: string): WireAnswer => ({ status: 303, type: `location ${to}`, body: '' })
const gone = page(404, 'ページがありません', '<p>このお支払いは終わりました。</p>')

const cardForm = (amount: number, back: string, words: string) => `
<p>お支払い金額 <strong>${amount.toLocaleString('ja-JP')}円</strong></p>
${words === '' ? '' : `<p role="alert">${words}</p>`}
<form method="post">
<p><label>カード番号 <input name="number" inputmode="numeric" autocomplete="cc-number" required></label></p>
<p><label>有効期限 <input name="expiry" placeholder="12/30" autocomplete="cc-exp" required></label></p>
<p><label>セキュリティコード <input name="cvc" inputmode="numeric" autocomplete="cc-csc" required></label></p>
<p><button>支払う</button> <a id="back" href="${escaped(back)}">戻る</a></p>
</form>`
const SECURE_STEP = `
<form method="post">
<p><button name="secure" value="passes">認証する</button> <button name="secure" value="fails">認証しない</button></p>
</form>`
const WORDS = {
  declined: 'このカードはご利用になれません。',
  insufficient: 'カードの残高が不足しています。',
  secure_failed: '本人認証ができませんでした。',
} as const

export class CardForms {
  constructor(
    private readonly book: CardBook,
    private readonly stripe: StripeWire,
    private readonly gmo: GmoWire,
    private readonly title: string,
  ) {}

  /** Null where the path is none of a page. */
  answer(call: WireCall): WireAnswer | null {
    const [, first, second = '', third = ''] = call.path.split('/')
    if (first === 'c' && second === 'pay') return this.#checkout(call, third)
    if (first === 'form') return this.#tokenForm(call)
    if (first === '3ds' && second === 'stripe') return this.#secureOfSession(call, third)
    if (first === '3ds' && second === 'gmo') return this.#secureOfTrade(call)
    return null
  }

  /** Stripe's form: a card that is refused leaves the payer there. */
  #checkout({ method, form }: WireCall, id: string): WireAnswer {
    const payment = this.stripe.bySession(id)
    const returns = payment && this.stripe.returnsOf(payment)
    if (!payment || !returns || (payment.state !== 'open' && payment.state !== 'secure')) return gone
    if (method !== 'POST')
      return page(200, this.title, cardForm(payment.amount, returns.cancel, payment.refusal ? WORDS[payment.refusal] : ''))
    const outcome = this.book.charge(payment, digits(form.get('number')))
    if (outcome === 'secure') return goOn(`/3ds/stripe/${idsOf(payment).session}`)
    return goOn(outcome === 'authorized' ? returns.success : `/c/pay/${id}`)
  }

  #secureOfSession({ method, form }: WireCall, id: string): WireAnswer {
    const payment = this.stripe.bySession(id)
    const returns = payment && this.stripe.returnsOf(payment)
    if (!payment || !returns || payment.state !== 'secure') return gone
    if (method !== 'POST') return page(200, '本人認証', SECURE_STEP)
    const outcome = this.book.secured(payment, form.get('secure') === 'passes')
    return goOn(outcome === 'authorized' ? returns.success : `/c/pay/${id}`)
  }

  /** GMO's form: it asks nobody, it changes the card into a token. */
  #tokenForm({ method, query, form }: WireCall): WireAnswer {
    const returnTo = URL.parse(query.get('RetUrl') ?? '')
    if (!returnTo || !query.has('OrderID')) return gone
    if (method !== 'POST') return page(200, this.title, cardForm(Number(query.get('Amount')), returnTo.href, ''))
    returnTo.searchParams.set('OrderID', query.get('OrderID') ?? '')
    returnTo.searchParams.set('Token', this.gmo.tokenFor(digits(form.get('number'))))
    return goOn(returnTo.href)
  }

  #secureOfTrade({ method, query, form }: WireCall): WireAnswer {
    const trade = this.gmo.byTransfer(query.get('transId') ?? '')
    if (trade?.status !== 'AUTHENTICATED') return gone
    if (method !== 'POST') return page(200, '本人認証', SECURE_STEP)
    return goOn(this.gmo.returnAfter(trade, form.get('secure') === 'passes'))
  }
}

const digits = (typed: string | null) => (typed ?? '').replace(/\D/g, '')
