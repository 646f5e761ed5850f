import { CardMethod } from '../../../../../preload/contract/cards'
import { dateInJapan } from '../../../../../preload/contract/date'
import type { PaymentMethod } from '../../../../../preload/contract/merchants'
import type { ShopEvent, ShopOrder } from '../../../../../preload/contract/shop'
import { cardText } from '../links/card-door'
import { Button, Buttons } from '../parts/buttons'
import { type Fact, Facts } from '../parts/facts'
import { CheckCard, FaultList, type FieldFault, TextArea } from '../parts/fields'
import { NoticeBox } from '../parts/notice-box'
import { Amount } from '../parts/written'
import { OwnForm } from './frame'
import { orderPath } from './orders'
import type { PortalVisitor } from './session'

/* What a merchant does with a card that was authorised (s62, s63): it captures once the goods are on their way, or lets it go. */

interface Props {
  readonly visitor: PortalVisitor
  readonly order: ShopOrder & { readonly events: readonly ShopEvent[] }
  readonly faults: readonly FieldFault[]
  readonly reason: string
  readonly reasonMax: number
}

const sheetWords = ({ portal: { card, debitCard } }: PortalVisitor['words'], method: PaymentMethod | null) =>
  method === 'debit' ? debitCard : card

export function CardSheet(props: Props) {
  const { words } = props.visitor
  const { method, tracks, events } = props.order
  if (!CardMethod.safeParse(method).success) return null
  const say = sheetWords(words, method)
  switch (tracks.payment) {
    case 'authorized':
    case 'capture_failed': {
      const begun = events.findLastIndex(({ kind }) => kind === 'decision_granted')
      const isEnding = events.findLastIndex(({ kind }) => kind === 'authorization_ending') > begun
      return (
        <>
          {tracks.payment === 'capture_failed' ? <Told tone="wrong" told={say.failed} /> : null}
          {isEnding ? <Told tone="warning" told={say.ending} /> : null}
          <Capture {...props} />
        </>
      )
    }
    case 'capture_requested':
      return <Told tone="information" told={say.asked} />
    case 'capture_unknown':
      return <Told tone="information" told={say.unknown} />
    default:
      return null
  }
}

function Told({ tone, told: { title, text } }: { tone: 'information' | 'warning' | 'wrong'; told: { title: string; text: string } }) {
  return (
    <NoticeBox tone={tone} title={title}>
      <p>{text}</p>
    </NoticeBox>
  )
}

function Capture({ visitor, order, faults, reason, reasonMax }: Props) {
  const { words, language, person } = visitor
  const say = sheetWords(words, order.method)
  const own = faults.filter(({ name }) => name === 'shipped' || name === 'cancelReason')
  return (
    <section className="sheet">
      <h2>{say.title}</h2>
      <p>{say.lead}</p>
      <Facts
        facts={[
          { label: say.amount, value: <Amount language={language} amount={order.amount} />, total: true },
          ...cardFacts(visitor, order),
        ]}
      />
      <FaultList faults={own} words={words} />
      <OwnForm action={visitor.to(`${orderPath(order.orderNumber)}/capture`)} token={person.formToken}>
        <CheckCard name="shipped" value="yes" checked={false} title={say.shipped} faults={own} />
        <Buttons>
          <Button>{say.capture}</Button>
        </Buttons>
      </OwnForm>
      <details open={own.some(({ name }) => name === 'cancelReason')}>
        <summary>{say.cancelTitle}</summary>
        <OwnForm action={visitor.to(`${orderPath(order.orderNumber)}/cancel`)} token={person.formToken}>
          <p>{say.cancelText}</p>
          <TextArea words={words} name="cancelReason" label={say.cancelReason} required faults={own} value={reason} maxLength={reasonMax} />
          <Buttons>
            <Button kind="secondary">{say.cancel}</Button>
          </Buttons>
        </OwnForm>
      </details>
    </section>
  )
}

/** The card of an order, and until when it can be captured, where it still can be. */
export function cardFacts({ words }: Pick<PortalVisitor, 'words'>, { method, card, tracks }: ShopOrder): Fact[] {
  const say = sheetWords(words, method)
  const used = cardText(words, method, card)
  const ends = tracks.payment === 'authorized' || tracks.payment === 'capture_failed' ? card?.captureBefore : null
  return [...(used ? [{ label: say.card, value: used }] : []), ...(ends ? [{ label: say.captureBefore, value: <Moment at={ends} /> }] : [])]
}

/** `2026/12/20 09:00`, in Japan. */
function Moment({ at }: { at: string }) {
  const time = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const moment = Date.parse(at)
  return (
    <time dateTime={at} className="figures">
      {`${dateInJapan(moment).replaceAll('-', '/')} ${time.format(moment)}`}
    </time>
  )
}
