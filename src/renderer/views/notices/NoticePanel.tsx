import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { NoticeId } from '../../../preload/contract/ids'
import type { NoticeDetail } from '../../../preload/contract/notices'
import { download, useAct, useCall, useMay } from '../../api'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Quoted } from '../../parts/Quoted'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { NoticeStateChip } from './NoticeStateChip'
import styles from './notices.module.css'
import { ResendNotice } from './ResendNotice'

/** One notice beside the list: its words as they were or will be sent, every try, and sending it again. */
export function NoticePanel({ id, close }: { id: NoticeId; close: () => void }) {
  const { t } = useWords()
  const { data, error } = useCall('notices.get', { id })
  const notice = data?.id === id ? data : null
  return (
    <aside aria-label={t('notices.detail')} className={styles.panel}>
      <div className={styles.panelHead}>
        {notice ? <NoticeStateChip state={notice.state} /> : t('parts.loading')}
        <Button onClick={close} size="compact-xs" variant="subtle">
          {t('parts.close')}
        </Button>
      </div>
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {notice ? <NoticeBody notice={notice} /> : null}
    </aside>
  )
}

function NoticeBody({ notice }: { notice: NoticeDetail }) {
  const { t } = useWords()
  return (
    <>
      <h2>{t(`nouns.notice.${notice.name}`)}</h2>
      <dl className={styles.facts}>
        <dt>{t('notices.to')}</dt>
        <dd>{t(`nouns.recipient.${notice.to}`)}</dd>
        <dt>{t(`nouns.noticeChannel.${notice.channel}`)}</dt>
        <dd className={styles.address}>{notice.address}</dd>
        {notice.orderId === null ? null : (
          <>
            <dt>{t('notices.orderNumber')}</dt>
            <dd>
              <Link href={`/orders/${notice.orderId}`}>
                <Code>{notice.orderNumber}</Code>
              </Link>
            </dd>
          </>
        )}
        {notice.merchantId === null ? null : (
          <>
            <dt>{t('notices.merchant')}</dt>
            <dd>
              <Link href={`/merchants/${notice.merchantId}`}>{notice.merchantName}</Link>
            </dd>
          </>
        )}
        <dt>{t('notices.createdAt')}</dt>
        <dd>
          <InstantText at={notice.createdAt} seconds />
        </dd>
        {notice.nextAt === null ? null : (
          <>
            <dt>{t('notices.nextAt')}</dt>
            <dd>
              <InstantText at={notice.nextAt} seconds />
            </dd>
          </>
        )}
      </dl>
      <Again notice={notice} />
      <Tries notice={notice} />
      <h3>{notice.subject}</h3>
      <pre className={styles.text}>{notice.text}</pre>
    </>
  )
}

/** What a clerk may do with a notice that did not go out, or a letter that was lost. */
function Again({ notice }: { notice: NoticeDetail }) {
  const { t } = useWords()
  const mayTell = useMay('tell')
  const [resending, setResending] = useState(false)
  if (notice.channel === 'letter' && notice.state === 'waiting') return <p className={styles.dimmed}>{t('notices.letterWaits')}</p>
  if (!mayTell) return null
  if (notice.channel === 'letter' && notice.state === 'delivered') return <PrintAgain id={notice.id} />
  if (notice.state !== 'dead' && notice.state !== 'unknown') return null
  if (resending) return <ResendNotice notice={notice} onEnd={() => setResending(false)} />
  return (
    <Button onClick={() => setResending(true)} size="xs">
      {t('notices.resend')}
    </Button>
  )
}

function PrintAgain({ id }: { id: NoticeId }) {
  const { t } = useWords()
  const print = useAct('notices.printAgain')
  const act = () => print.mutate({ id }, { onSuccess: ({ ticket, fileName }) => void (ticket !== null && download(ticket, fileName)) })
  return (
    <>
      <Button loading={print.isPending} onClick={act} size="xs" variant="default">
        {t('notices.printAgain')}
      </Button>
      <RefusalText error={print.error} />
    </>
  )
}

function Tries({ notice: { tries, state } }: { notice: NoticeDetail }) {
  const { t } = useWords()
  if (tries.length === 0) return state === 'waiting' ? <p className={styles.dimmed}>{t('notices.noTries')}</p> : null
  return (
    <section>
      <h3>{t('notices.tries')}</h3>
      <ol className={styles.tries}>
        {tries.map((one) => (
          <li key={one.at}>
            <InstantText at={one.at} seconds /> {t(`notices.outcome.${one.outcome}`)}
            {one.detail === '' ? null : (
              <div>
                <Quoted>{one.detail}</Quoted>
              </div>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
