import { useState } from 'react'
import type { FilmStanding, FilmStep } from '../../../preload/contract/film'
import { formatYen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { DateText, formatInstant } from '../../parts/DateText'
import { useKeys } from '../../parts/keys'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { LevelName } from '../deposits/LevelName'
import { ReasonList } from '../deposits/ReasonList'
import styles from './film.module.css'
import { stepName } from './film-steps'

/** One step: who, when, where, why; and its deposit with the orders, as they stood when it was over. */
export function ThisStep({ step }: { step: FilmStep }) {
  const { t } = useWords()
  const [shown, setShown] = useState(0)
  const { receipts } = step
  useKeys([{ keys: 'ArrowDown', label: t('film.keyReceipt'), run: () => setShown((shown + 1) % Math.max(1, receipts.length)) }])
  const receipt = receipts[shown]
  return (
    <div className={styles.step}>
      <p className={styles.what}>
        {stepName(step, t)} {step.amount === 0 ? null : <Money amount={step.amount} unit={t('parts.yen')} />}
      </p>
      <p className={styles.dimmed}>
        {[formatInstant(step.at, true), actorName(step.actor), step.seat && t('film.seat', { seat: step.seat })]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <ul className={styles.levels}>
        {step.levels.map(({ level, clearings }) => (
          <li key={level}>
            <LevelName level={level} /> {t('film.clearings', { count: clearings })}
          </li>
        ))}
      </ul>
      {step.why === '' ? null : (
        <p>
          <span className={styles.dimmed}>{t('film.why')}: </span>
          {step.why}
        </p>
      )}
      {receipts.length > 1 ? (
        <ul aria-label={t('film.receipts')} className={styles.receipts}>
          {receipts.map(({ id, remitterName, amount }, at) => (
            <li key={id}>
              <button aria-current={at === shown ? 'true' : undefined} onClick={() => setShown(at)} type="button">
                {remitterName || '–'} {formatYen(amount)}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {receipt ? <Standing at={step.at} receiptId={receipt.id} /> : null}
    </div>
  )
}

function Standing({ receiptId, at }: { receiptId: FilmStanding['deposit']['id']; at: FilmStep['at'] }) {
  const { t } = useWords()
  const standing = useCall('film.standing', { receiptId, at })
  if (!standing.data) return <RefusalText error={standing.error} />
  const { deposit, orders } = standing.data
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('deposits.remitter')}</dt>
        <dd>{deposit.remitterName || '–'}</dd>
        <dt>{t('deposits.bookedOn')}</dt>
        <dd>
          <DateText date={deposit.bookedOn} />
        </dd>
        <dt>{t('deposits.amount')}</dt>
        <dd>
          <Money amount={deposit.amount} unit={t('parts.yen')} />
        </dd>
        <dt>{t('film.remaining')}</dt>
        <dd>
          <Money amount={deposit.remaining} unit={t('parts.yen')} />
        </dd>
      </dl>
      {orders.map((order) => (
        <section className={styles.order} key={order.orderId}>
          <h3>
            <Code>{order.orderNumber}</Code> {order.merchantName}
          </h3>
          <p>
            <span className={styles.dimmed}>{t('film.clearedTo')}: </span>
            {t('film.ofAmount', { cleared: formatYen(order.cleared), amount: formatYen(order.amount) })}
          </p>
          {order.links.map((link) => (
            <div data-undone={link.undone || undefined} key={`${link.at} ${link.amount} ${link.level} ${link.undone}`}>
              <p>
                <Money amount={link.amount} unit={t('parts.yen')} /> <LevelName level={link.level} /> · {actorName(link.by)} ·{' '}
                {formatInstant(link.at, true)} {link.undone ? <strong>{t('film.undone')}</strong> : null}
              </p>
              <ReasonList reasons={link.evidence} />
            </div>
          ))}
        </section>
      ))}
    </>
  )
}
