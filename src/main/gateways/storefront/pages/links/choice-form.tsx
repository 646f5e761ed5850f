import type { PaymentMethod } from '../../../../../preload/contract/merchants'
import type { Choice } from '../../../counter'
import type { StorefrontWords } from '../../words'
import { Button, Buttons, LinkButton } from '../parts/buttons'
import { CheckCard, type FieldFault, Form, RadioCards } from '../parts/fields'
import { dayText, yenText } from '../parts/written'
import type { Visit } from './visit'

interface ChoiceFormProps {
  readonly visit: Visit
  readonly choice: Choice
  readonly faults: readonly FieldFault[]
}

/** What a method costs that costs nothing here: a transfer may cost something at the payer's own bank. */
const noneOf = ({ pay, store }: StorefrontWords, method: PaymentMethod) => (method === 'bank_transfer' ? pay.costNone : store.costNone)

/** Only the methods this merchant has, with what each costs and when it is due; and the wish for protection (返金希望), explained. */
export function ChoiceForm({ visit, choice, faults }: ChoiceFormProps) {
  const { words, language } = visit
  const { pay } = words
  const { methods, order, protectionWindowDays: days, instruction, card } = choice
  const isChosen = instruction !== null || Boolean(card?.formUrl)
  const options = methods.map(({ method, cost, dueOn }) => ({
    value: method,
    title: words.nouns.method[method],
    text: pay.methodText[method],
    facts: [
      { label: pay.cost, value: cost === 0 ? noneOf(words, method) : yenText(language, cost) },
      { label: pay.dueOn, value: dayText(language, dueOn) },
    ],
  }))
  // What was declined is not proposed once more.
  const before = order.status === 'declined' ? null : order.method
  const only = methods.length === 1 ? methods[0]?.method : undefined
  return (
    <section className="sheet">
      {isChosen ? <p>{pay.changing}</p> : null}
      <Form action={visit.address()}>
        <RadioCards words={words} name="method" label={pay.method} required faults={faults} value={before ?? only} options={options} />
        <div>
          <p className="question">{words.order.protection}</p>
          <div className="cards">
            <CheckCard
              name="protection"
              value="wished"
              checked={order.tracks.protection === 'wished'}
              title={pay.protectionTitle}
              text={pay.protectionText(days)}
            />
          </div>
          <details>
            <summary>{pay.protectionMore}</summary>
            <ol className="explained">
              {pay.protectionSteps(days).map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </details>
        </div>
        <Buttons>
          <Button>{pay.choose}</Button>
          {isChosen ? <LinkButton href={visit.address()}>{pay.keep}</LinkButton> : null}
        </Buttons>
      </Form>
    </section>
  )
}
