import type { PaymentMethod } from '../../../../../preload/contract/merchants'
import type { Choice } from '../../../counter'
import type { StorefrontWords } from '../../words'
import { BRANDS } from '../../words/ja/card'
import { Buttons, LinkButton } from '../parts/buttons'
import { Facts } from '../parts/facts'
import { Amount } from '../parts/written'
import type { Visit } from './visit'

/*
 * Before the card company's own form (s55): what happens there, and a plain link to it. Nothing is posted from here to another origin, and
 * nothing of a card is typed here.
 */

/** Tells `/pay/…` how the payer came back from the form, where nothing has come of it. */
export const CAME_BACK = 'form'
export type CameBack = 'open' | 'unheard'

export function CardDoor({ visit, choice, formUrl }: { visit: Visit; choice: Choice; formUrl: string }) {
  const { words, language } = visit
  const { order, card } = choice
  const { door } = cardWords(words, card?.method)
  const company = card?.companyName || door.companyUnnamed
  const isProtected = order.tracks.protection !== 'none'
  return (
    <section className="sheet">
      <h2>{door.title}</h2>
      <p>{door.text(company)}</p>
      <Facts
        facts={[
          { label: door.company, value: company },
          { label: words.order.protection, value: isProtected ? words.order.protected : words.order.unprotected },
          { label: door.amount, value: <Amount language={language} amount={order.amount} />, total: true },
        ]}
      />
      <Buttons>
        <LinkButton kind="primary" href={formUrl}>
          {door.go(company)}
        </LinkButton>
        <LinkButton href={visit.address({ change: '1' })}>{door.change}</LinkButton>
      </Buttons>
      <h2>{door.way}</h2>
      <ol className="explained">
        {door.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {card ? <p className="dimmed small">{door.when[card.capture]}</p> : null}
    </section>
  )
}

/** In the words of the card that is meant: a debit card is called one. */
export const cardWords = ({ card, debitCard }: StorefrontWords, method: PaymentMethod | null | undefined): StorefrontWords['card'] =>
  method === 'debit' ? debitCard : card

/** A card by its brand and last four digits; null where nobody has told them. */
export function cardText(
  words: StorefrontWords,
  method: PaymentMethod | null,
  card: { brand: string | null; last4: string | null } | null,
): string | null {
  if (!card?.last4) return null
  const brand = card.brand ?? ''
  return cardWords(words, method).named(BRANDS[brand.toLowerCase()] ?? brand, card.last4)
}
