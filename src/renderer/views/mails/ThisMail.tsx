import { Button } from '@mantine/core'
import { useState } from 'react'
import type { OrderId } from '../../../preload/contract/ids'
import type { MailDetail } from '../../../preload/contract/mails'
import { useAct, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { InstantText } from '../../parts/DateText'
import { KeyHint } from '../../parts/KeyHint'
import { useKeys } from '../../parts/keys'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { FindOrder } from '../orders/FindOrder'
import { MailOrder } from './MailOrder'
import styles from './mails.module.css'

/** One mail: what was written, the order it is about, and what a clerk makes of it. */
export function ThisMail({ mail }: { mail: MailDetail }) {
  const { t } = useWords()
  return (
    <div className={styles.mail}>
      <section className={styles.written}>
        <h2>{mail.subject || t('mails.noSubject')}</h2>
        <p className={styles.dimmed}>
          {mail.sender} · <InstantText at={mail.receivedAt} />
        </p>
        <pre className={styles.text}>{mail.text || t('mails.noText')}</pre>
        {mail.state === 'waiting' ? null : <Handled mail={mail} />}
      </section>
      <section className={styles.order}>
        <h3>{t('mails.order')}</h3>
        <About mail={mail} />
      </section>
    </div>
  )
}

function Handled({ mail: { understood, handledBy, handledAt } }: { mail: MailDetail }) {
  const { t } = useWords()
  const what = understood === null ? null : understood === 'bounce' ? t('mails.bounce') : t(`nouns.told.${understood}`)
  return (
    <p className={styles.dimmed}>
      {what === null ? null : t('mails.understood', { what })}
      {handledBy === null ? null : ` · ${t('mails.handledBy', { name: actorName(handledBy) })}`} <InstantText at={handledAt} />
    </p>
  )
}

/** The order the mail is about: as its address says, or as the clerk finds it. */
function About({ mail }: { mail: MailDetail }) {
  const { t } = useWords()
  const mayTell = useMay('tell')
  const [chosen, setChosen] = useState<OrderId | null>(mail.orderId)
  const decides = mail.state === 'waiting' && mayTell
  if (!decides) {
    return (
      <>
        {mail.orderId === null ? <p className={styles.dimmed}>–</p> : <MailOrder decides={false} mail={mail} orderId={mail.orderId} />}
        {mail.state === 'waiting' ? <p className={styles.dimmed}>{t('mails.mayNot')}</p> : null}
      </>
    )
  }
  return (
    <>
      {chosen === null ? (
        <>
          <p className={styles.dimmed}>{t('mails.orderNone')}</p>
          <FindOrder onChoose={({ id }) => setChosen(id)} />
        </>
      ) : (
        <>
          <MailOrder decides key={chosen} mail={mail} orderId={chosen} />
          <Button onClick={() => setChosen(null)} size="compact-xs" variant="subtle">
            {t('mails.otherOrder')}
          </Button>
        </>
      )}
      <PutAside mail={mail} />
    </>
  )
}

function PutAside({ mail }: { mail: MailDetail }) {
  const { t } = useWords()
  const decide = useAct('mails.decide')
  const act = () => decide.mutate({ id: mail.id, version: mail.version, decision: { kind: 'put_aside' } })
  useKeys([{ keys: '0', label: t('mails.putAside'), run: act }])
  return (
    <div className={styles.aside}>
      <RefusalText error={decide.error} />
      <Button loading={decide.isPending} onClick={act} size="xs" variant="default">
        {t('mails.putAside')} <KeyHint keys="0" />
      </Button>
    </div>
  )
}
