import type { Testimony } from '../../../preload/contract/shop'
import { actorName } from '../../parts/actor'
import { InstantText } from '../../parts/DateText'
import { useWords } from '../../words'
import styles from './returns.module.css'

/** What the payer says and what the merchant answers, side by side, each in its own words. */
export function BothSides({ payerSaid, merchantSaid }: { payerSaid: Testimony | null; merchantSaid: Testimony | null }) {
  const { t } = useWords()
  return (
    <div className={styles.sides}>
      <Side said={payerSaid} title={t('returns.payerSide')} />
      <Side said={merchantSaid} title={t('returns.merchantSide')} />
    </div>
  )
}

function Side({ title, said }: { title: string; said: Testimony | null }) {
  const { t } = useWords()
  return (
    <section className={styles.side}>
      <h3>{title}</h3>
      {said ? <SaidText said={said} /> : <p className={styles.dimmed}>{t('returns.nothingSaid')}</p>}
    </section>
  )
}

/** Whoever answered by a link, the portal or the API answered for themselves; anything else a person has written down. */
const FOR_THEMSELVES = /^(payer|merchant):/

/** One thing that was said: what it comes to, the words, and how the bank knows. */
export function SaidText({ said: { what, reason, source, at, by } }: { said: Testimony }) {
  const { t } = useWords()
  return (
    <>
      <p className={styles.what}>{t(`nouns.said.${what}`)}</p>
      {source === null ? null : <p className={styles.reason}>{reason || t('returns.noReason')}</p>}
      <p className={styles.dimmed}>
        <InstantText at={at} />
        {source === null ? null : ` · ${t(`nouns.source.${source}`)}`}
        {FOR_THEMSELVES.test(by) || source === null ? null : ` · ${t('returns.recordedBy', { name: actorName(by) })}`}
      </p>
    </>
  )
}
