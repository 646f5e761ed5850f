import type { ReactNode } from 'react'
import type { BusinessDate } from '../../../../../preload/contract/date'
import type { Choice } from '../../../counter'
import { Buttons, LinkButton } from '../parts/buttons'
import { NoticeBox, type Tone } from '../parts/notice-box'
import { dayText } from '../parts/written'
import { CAME_BACK, cardText, cardWords } from './card-door'
import type { Visit } from './visit'

/* How a payment by card stands, in plain words. */

/** Null where it is not the card that counts: another method was chosen since, or the order stands where methods do not differ. */
export function cardStanding(visit: Visit, choice: Choice): ReactNode {
  const { order, card } = choice
  if (!card || order.method !== card.method) return null
  switch (order.status) {
    case 'unpaid':
    case 'awaiting_method':
      return unfinished(visit, choice)
    case 'declined':
    case 'expired':
    case 'cancelled':
    case 'refunded':
      return ended(visit, choice)
    case 'authorized':
    case 'paid':
    case 'in_payout':
    case 'settled':
      return <Granted visit={visit} choice={choice} />
    default:
      return null
  }
}

const notice = (tone: Tone, { title, text }: { title: string; text: string }, more?: ReactNode) => (
  <NoticeBox tone={tone} title={title}>
    <p>{text}</p>
    {more}
  </NoticeBox>
)

/** Nobody has said yes or no yet: the payer is at it, has left, or the answer was lost. */
function unfinished(visit: Visit, { order, card }: Choice): ReactNode {
  const say = cardWords(visit.words, order.method)
  if (order.tracks.payment === 'decision_unknown') {
    const again = (
      <Buttons>
        <LinkButton href={visit.address()}>{say.asking.again}</LinkButton>
      </Buttons>
    )
    return notice('information', say.asking, again)
  }
  if (order.tracks.payment === 'awaiting_method') return notice('warning', say.givenUp)
  const cameBack = visit.asked(CAME_BACK)
  if (!card?.formUrl || cameBack === '') return null
  return cameBack === 'unheard' ? notice('warning', say.unheard) : notice('warning', say.open)
}

function ended({ words }: Visit, { order, card }: Choice): ReactNode {
  const say = cardWords(words, order.method)
  const used = cardText(words, order.method, card)
  switch (order.status) {
    case 'declined':
      return notice('warning', say.declined, used ? <p>{say.declined.named(used)}</p> : null)
    case 'expired':
      return order.tracks.payment === 'authorization_expired' ? notice('warning', say.ended) : null
    case 'cancelled':
      return card?.last4 ? notice('information', say.cancelled) : null
    default:
      return notice('information', say.refunded)
  }
}

/** The company has said yes; what follows depends on whether it has captured. */
function Granted({ visit: { words, language }, choice: { order, card } }: { visit: Visit; choice: Choice }) {
  const { authorized, captured } = cardWords(words, order.method)
  const { payment } = order.tracks
  const say = order.status === 'authorized' ? authorized : captured
  // Asked for already, at once or by the shop, and not refused.
  const isTaking = payment === 'capture_requested' || payment === 'capture_unknown'
  const day = (date: BusinessDate) => dayText(language, date)
  const used = cardText(words, order.method, card)
  return (
    <NoticeBox tone="done" title={say.title}>
      {used ? <p>{authorized.by(used)}</p> : null}
      {order.paidOn ? <p>{captured.on(day(order.paidOn))}</p> : null}
      <p>{isTaking ? authorized.taking : say.text}</p>
      {order.protectedUntil ? <p>{say.held(day(order.protectedUntil))}</p> : null}
    </NoticeBox>
  )
}
