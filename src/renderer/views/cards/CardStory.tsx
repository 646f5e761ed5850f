import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { CardActOutcome, CardPaymentDetail } from '../../../preload/contract/cards'
import type { CardPaymentId } from '../../../preload/contract/ids'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'
import { stateWord } from './card-standing'
import styles from './cards.module.css'

type Act = CardPaymentDetail['acts'][number]
type Chargeback = CardPaymentDetail['chargebacks'][number]

/** Everything that was asked of the company and told by it, complaints of the cardholder, and the order's other tries. */
export function CardStory({ payment, open }: { payment: CardPaymentDetail; open: (id: CardPaymentId) => void }) {
  const { t } = useWords()
  const { acts, chargebacks, others } = payment
  return (
    <>
      <h2>{t('cards.acts')}</h2>
      {acts.length === 0 ? <p className={styles.dimmed}>{t('cards.actsNone')}</p> : null}
      {acts.map((act) => (
        <OneAct act={act} key={act.id} />
      ))}
      {chargebacks.length === 0 ? null : <h2>{t('cards.chargebacks')}</h2>}
      {chargebacks.map((one) => (
        <OneChargeback key={one.name} one={one} />
      ))}
      {others.length === 0 ? null : <h2>{t('cards.others')}</h2>}
      {others.map((other) => (
        <p className={styles.other} key={other.id}>
          <Button onClick={() => open(other.id)} size="compact-xs" variant="default">
            {other.reference}
          </Button>{' '}
          {t(stateWord(other))} <InstantText at={other.openedAt} />
        </p>
      ))}
    </>
  )
}

const OUTCOMES: Record<CardActOutcome, Tone> = { asked: 'going', told: 'done', refused: 'wrong', unknown: 'wait' }

function OneAct({ act }: { act: Act }) {
  const { t } = useWords()
  const { kind, amount, outcome, code, detail, refundId, askedBy, askedAt, answeredAt } = act
  return (
    <div className={styles.act}>
      <p>
        <StatusChip tone={OUTCOMES[outcome]}>{t(`cards.outcome.${outcome}`)}</StatusChip> {t(`cards.act.${kind}`)}{' '}
        <Money amount={amount} unit={t('parts.yen')} />
        {refundId === null ? null : (
          <>
            {' '}
            <Link href={`/refunds/${refundId}`}>{t('refunds.look')}</Link>
          </>
        )}
      </p>
      <p className={styles.dimmed}>
        {t('cards.askedBy', { name: actorName(askedBy) })} <InstantText at={askedAt} />
        {answeredAt === null || outcome === 'unknown' ? null : (
          <>
            {' '}
            · {t('cards.answered')} <InstantText at={answeredAt} />
          </>
        )}
      </p>
      {code === '' && detail === '' ? null : (
        <p>
          {t('cards.companySays')} <Code>{code || null}</Code> {detail}
        </p>
      )}
      {outcome === 'unknown' ? <p className={styles.dimmed}>{t('cards.unknownText')}</p> : null}
    </div>
  )
}

function OneChargeback({ one: { name, amount, state, booked, toldAt } }: { one: Chargeback }) {
  const { t } = useWords()
  return (
    <div className={styles.act}>
      <p>
        <StatusChip tone={state === 'won' ? 'done' : state === 'taken' ? 'wrong' : 'wait'}>
          {t(`cards.chargebackState.${state}`)}
        </StatusChip>{' '}
        <Money amount={amount} unit={t('parts.yen')} />
      </p>
      <p className={styles.dimmed}>
        <Code>{name}</Code> · <InstantText at={toldAt} />
      </p>
      {booked ? null : <p>{t('cards.notBooked')}</p>}
    </div>
  )
}
