import { Button, Group, Radio, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { CollectionException } from '../../../preload/contract/collections'
import { formatYen, type Yen } from '../../../preload/contract/money'
import type { OrderRow } from '../../../preload/contract/orders'
import { Refused, useAct, useMay } from '../../api'
import { Code } from '../../parts/Code'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { JournalLines } from '../clearing/JournalPreview'
import { FindOrder } from '../orders/FindOrder'
import { AskForRefund } from '../refunds/AskForRefund'
import styles from './collections.module.css'
import { causeOf, type EndingDraft, endingOf, NO_ENDING, needsWhy, onlyWay, overOpen, ownProblem, waysOf } from './ending-draft'

/** What the button says that a way ends with. */
const ACTS = { own: 'apply', other: 'apply', note: 'end', keep: 'end', replace: 'askReplace' } as const

/** Ends a collection: the way, what that way needs to know, and what will happen before it does. */
export function EndCollection({ row }: { row: CollectionException }) {
  const { t } = useWords()
  const ways = waysOf(row, useMay('refund'))
  const problem = ownProblem(row)
  const [draft, setDraft] = useState<EndingDraft>(() => ({ ...NO_ENDING, way: onlyWay(ways) }))
  const change = (changes: Partial<EndingDraft>) => setDraft((before) => ({ ...before, ...changes }))
  const end = useAct('collections.end')
  const differs = end.error instanceof Refused && end.error.refusal.refusal === 'transfer_differs'
  const ending = endingOf(row, draft)
  return (
    <Stack gap="xs">
      {ways.length > 1 ? (
        <Radio.Group
          label={t(row.contradicts ? 'collections.whichHolds' : 'collections.pays')}
          onChange={(value) => change({ way: ways.find((each) => each === value) ?? null })}
          value={draft.way}
        >
          <Group gap="lg">
            {ways.map((way) => (
              <Radio disabled={way === 'own' && problem !== null} key={way} label={t(`collections.way.${way}`)} size="xs" value={way} />
            ))}
          </Group>
        </Radio.Group>
      ) : null}
      {row.holdsMoney || row.contradicts ? null : <p>{t('collections.noMoneyText')}</p>}
      {row.holdsMoney && problem ? <p className={styles.dimmed}>{t(`collections.ownProblem.${problem}`)}</p> : null}
      <WhatHappens change={change} draft={draft} row={row} />
      {draft.way === null || draft.way === 'refund' ? null : (
        <>
          <Textarea
            autosize
            label={t(needsWhy(draft.way) ? 'collections.why' : 'collections.note')}
            maxLength={400}
            minRows={2}
            onChange={(event) => change({ note: event.currentTarget.value })}
            size="xs"
            value={draft.note}
            withAsterisk={needsWhy(draft.way)}
          />
          <RefusalText error={end.error} />
          {differs ? <p className={styles.dimmed}>{t('collections.otherAmount')}</p> : null}
          <Group>
            <Button disabled={ending === null} loading={end.isPending} onClick={() => ending && end.mutate(ending)} size="xs">
              {t(`collections.${ACTS[draft.way]}`)}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}

interface WhatHappensProps {
  row: CollectionException
  draft: EndingDraft
  change: (changes: Partial<EndingDraft>) => void
}

function WhatHappens({ row, draft, change }: WhatHappensProps) {
  const { t } = useWords()
  switch (draft.way) {
    case null:
      return null
    case 'own':
      return row.order === null ? null : <Paying amount={row.amount} merchant={row.order.merchantName} order={row.order.orderNumber} />
    case 'other':
      return draft.order === null ? (
        <>
          <p>{t('collections.otherText')}</p>
          <FindOrder onChoose={(order) => change({ order })} />
        </>
      ) : (
        <Chosen amount={row.amount} onAgain={() => change({ order: null })} order={draft.order} />
      )
    case 'refund':
      return (
        <>
          <p>{t(row.order === null ? 'collections.refundUnknownText' : 'collections.refundText')}</p>
          <Group>
            <AskForRefund cause={causeOf(row)} target={{ of: 'collection', lineId: row.lineId }} />
          </Group>
        </>
      )
    case 'note':
      return <p>{t('collections.noteText')}</p>
    case 'keep':
      return <p>{t('collections.keepText')}</p>
    case 'replace':
      return <p>{t(row.contradicts?.orderId == null ? 'collections.replaceNobodysText' : 'collections.replaceText')}</p>
  }
}

/** Another order that was found: whose it is, and whether the amount is what it is open for. */
function Chosen({ order, amount, onAgain }: { order: OrderRow; amount: Yen; onAgain: () => void }) {
  const { t } = useWords()
  const { open, difference } = overOpen(amount, order)
  return (
    <>
      <div className={styles.head}>
        <span className={styles.dimmed}>{t('collections.chosen')}</span>
        <Code>{order.orderNumber}</Code>
        <span>{order.payerName}</span>
        <span>{order.merchantName}</span>
        <Button onClick={onAgain} size="compact-xs" variant="default">
          {t('collections.chooseAnother')}
        </Button>
      </div>
      {difference === 0 ? (
        <Paying amount={amount} merchant={order.merchantName} order={order.orderNumber} />
      ) : (
        <p className={styles.warned}>{t('collections.differs', { open: formatYen(open), difference: formatYen(difference) })}</p>
      )}
    </>
  )
}

/** The entry by which held money pays an order. */
function Paying({ amount, order, merchant }: { amount: Yen; order: string; merchant: string }) {
  const { t } = useWords()
  return (
    <div>
      <p>{t('collections.ownText', { amount: formatYen(amount), order })}</p>
      <JournalLines
        lines={[{ debit: { account: 'unapplied_collections', of: null }, credit: { account: 'merchant_payable', of: merchant }, amount }]}
      />
      <p className={styles.dimmed}>{t('collections.protectedNote')}</p>
    </div>
  )
}
