import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { formatDate } from '../../../preload/contract/date'
import { RefundId } from '../../../preload/contract/ids'
import type { RefundDetail, RefundState } from '../../../preload/contract/refunds'
import { useAct, useCall, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { actorName } from '../../parts/actor'
import { writeAddress } from '../../parts/address'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Dialog } from '../../parts/Dialog'
import { Money } from '../../parts/Money'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { JournalLines } from '../clearing/JournalPreview'
import { AskEnding } from '../exceptions/AskEnding'
import { AccountFacts } from '../merchants/AccountFacts'
import { type Fact, FactList } from '../merchants/TermFacts'
import { AskForRefund } from './AskForRefund'
import { collectionFacts } from './collection-facts'
import { RefundStateChip } from './RefundStateChip'
import styles from './refunds.module.css'

/** One refund: what comes next, how much to which account and why, and who has agreed. */
export function RefundView() {
  const { id } = useParams<{ id: string }>()
  const named = RefundId.safeParse(Number(id))
  const { t } = useWords()
  return named.success ? <Refund id={named.data} key={named.data} /> : <Page title={t('refunds.title')}>{t('refunds.unknown')}</Page>
}

function Refund({ id }: { id: RefundId }) {
  const { t } = useWords()
  const { data, error } = useCall('refunds.get', { id })
  return (
    <Page
      actions={
        <Button component={Link} href="/refunds" size="xs" variant="default">
          {t('refunds.toList')}
        </Button>
      }
      counted={data ? <RefundStateChip state={data.state} /> : null}
      title={data ? t('refunds.one', { payer: data.payerName }) : t('refunds.title')}
    >
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {data ? <RefundBody refund={data} /> : null}
    </Page>
  )
}

const ENDED: readonly RefundState[] = ['rejected', 'withdrawn', 'confirmed', 'unclaimed']

function RefundBody({ refund }: { refund: RefundDetail }) {
  const { t } = useWords()
  return (
    <div className={styles.detail}>
      <div className={styles.next} data-done={ENDED.includes(refund.state) || refund.replacedBy !== null || undefined} role="status">
        <p>{refund.replacedBy === null ? t(`refunds.next.${refund.state}`) : t('refunds.replacedBy')}</p>
        <Acts refund={refund} />
      </div>
      {refund.returned ? <Returned returned={refund.returned} /> : null}
      <Money amount={refund.amount} large unit={t('parts.yen')} />
      <RefundFacts refund={refund} />
      <section className={styles.section}>
        <h2>{t('refunds.account')}</h2>
        {refund.account ? (
          <AccountFacts account={refund.account} />
        ) : (
          <p className={styles.dimmed}>{t(refund.way === 'company' ? 'refunds.toCard' : 'refunds.accountNone')}</p>
        )}
        {refund.holderMatches === false ? <p className={styles.warning}>{t('refunds.holderDiffers')}</p> : null}
        {refund.collection?.orderId === null ? <p className={styles.warning}>{t('refunds.payerUnknown')}</p> : null}
      </section>
      <section className={styles.section}>
        <h2>{t('refunds.why')}</h2>
        <p className={styles.reason}>{refund.why}</p>
        {refund.replaces === null ? null : (
          <p>
            {t('refunds.replaces')} <Link href={`/refunds/${refund.replaces}`}>{t('refunds.look')}</Link>
          </p>
        )}
      </section>
      {refund.journal.length > 0 ? (
        <section className={styles.section}>
          <h2>{t('refunds.journal')}</h2>
          <JournalLines lines={refund.journal} />
        </section>
      ) : null}
    </div>
  )
}

/** Why it came back, and what to do about it. */
function Returned({ returned }: { returned: NonNullable<RefundDetail['returned']> }) {
  const { t } = useWords()
  return (
    <div>
      <p className={styles.warning}>{t('refunds.returned', { day: formatDate(returned.on), words: returned.words || '–' })}</p>
      <p>
        {t(`exceptions.returnCause.${returned.cause}`)} · {t(`exceptions.returnFix.${returned.cause}`)}
      </p>
    </div>
  )
}

function RefundFacts({ refund }: { refund: RefundDetail }) {
  const { t } = useWords()
  const { orderId, merchantId, receiptId, runId, approval } = refund
  const facts: Fact[] = [
    [t('refunds.kindName'), t(`refunds.kind.${refund.kind}`)],
    [t('refunds.causeName'), t(`refunds.cause.${refund.cause}`)],
  ]
  if (orderId !== null) facts.push([t('refunds.order'), <OrderLink key="order" orderId={orderId} orderNumber={refund.orderNumber} />])
  if (merchantId !== null) {
    const merchant = <Link href={`/merchants/${merchantId}`}>{refund.merchantName}</Link>
    facts.push([t('refunds.merchant'), merchant])
  }
  if (receiptId !== null) {
    const deposit = <Link href={writeAddress('/deposits', { deposit: receiptId })}>{t('refunds.look')}</Link>
    facts.push([t('refunds.deposit'), deposit])
  }
  if (refund.collection) facts.push(...collectionFacts(refund.collection, t))
  if (runId !== null)
    facts.push([
      t('refunds.run'),
      <Link href={`/payouts/${runId}`} key="run">
        {refund.runName}
      </Link>,
    ])
  if (refund.seenOn) facts.push([t('refunds.seenOn'), formatDate(refund.seenOn)])
  const made = (
    <>
      {actorName(refund.madeBy)} <InstantText at={refund.madeAt} />
    </>
  )
  facts.push([t('refunds.made'), made])
  if (approval) {
    const agreed = t('refunds.agreed', { count: approval.agreed.length, needed: approval.needed })
    const names = approval.barred.map(actorName).join(t('frame.roleSeparator'))
    facts.push([t('frame.approvals'), names ? `${agreed} · ${t('refunds.barred', { names })}` : agreed])
  }
  return <FactList facts={facts} />
}

function OrderLink({ orderId, orderNumber }: Pick<RefundDetail, 'orderId' | 'orderNumber'>) {
  return (
    <Link href={`/orders/${orderId}`}>
      <Code>{orderNumber}</Code>
    </Link>
  )
}

function Acts({ refund }: { refund: RefundDetail }) {
  const { t } = useWords()
  const mayRefund = useMay('refund')
  const mayStop = useMay('approve')
  const { id, state } = refund
  return (
    <Group gap="xs">
      {state === 'requested' ? <Link href="/approvals">{t('frame.approvals')}</Link> : null}
      {refund.replacedBy === null ? null : <Link href={`/refunds/${refund.replacedBy}`}>{t('refunds.look')}</Link>}
      {mayRefund && state === 'requested' ? <CallOff refund={refund} way="withdraw" /> : null}
      {mayStop && state === 'approved' ? <CallOff refund={refund} way="stop" /> : null}
      {state === 'returned' && refund.replacedBy === null ? (
        <>
          <AskForRefund again target={{ of: 'returned', refundId: id }} />
          <EndUnclaimed refundId={id} />
        </>
      ) : null}
    </Group>
  )
}

/** Nobody ever names another account: it becomes income, once a supervisor agrees. */
function EndUnclaimed({ refundId }: { refundId: RefundId }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  const [asking, setAsking] = useState(false)
  if (!mayClear) return null
  return (
    <>
      <Button onClick={() => setAsking(true)} size="xs" variant="default">
        {t('refunds.unclaimed')}
      </Button>
      {asking ? (
        <Dialog onClose={() => setAsking(false)} opened title={t('refunds.unclaimed')}>
          <AskEnding isNamed onClose={() => setAsking(false)} wish={{ target: { of: 'refund', refundId }, ending: 'unclaimed' }}>
            <p>{t('refunds.unclaimedText')}</p>
          </AskEnding>
        </Dialog>
      ) : null}
    </>
  )
}

/** Nothing goes back after all: what is asked for is withdrawn, what was agreed to is stopped. */
function CallOff({ refund: { id, version }, way }: { refund: RefundDetail; way: 'withdraw' | 'stop' }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const act = useAct(`refunds.${way}`)
  return (
    <>
      <Button color="red" onClick={() => setAsking(true)} size="xs" variant="outline">
        {t(`refunds.${way}`)}
      </Button>
      {asking ? (
        <AskReason
          act={t(`refunds.${way}`)}
          busy={act.isPending}
          error={act.error}
          label={t('refunds.why')}
          most={500}
          onAct={(why) => act.mutate({ id, version, why }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
          takesAway
          text={t(`refunds.${way}Text`)}
          title={t(`refunds.${way}Title`)}
        />
      ) : null}
    </>
  )
}
