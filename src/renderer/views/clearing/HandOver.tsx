import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReceiptId, UserId } from '../../../preload/contract/ids'
import { useAct, useCall } from '../../api'
import { DateText } from '../../parts/DateText'
import { Dialog } from '../../parts/Dialog'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ColleagueSelect } from './ColleagueSelect'
import styles from './clearing.module.css'

const MOST = 200

/** The end of a shift: what is mine and still open, each with the last thought about it, and to whom it goes, all or some. */
export function HandOver({ close }: { close: () => void }) {
  const { t } = useWords()
  const { data, error } = useCall('deposits.list', { filter: { open: true, mine: true }, descending: false, size: MOST })
  const rows = data?.rows ?? []
  const [kept, setKept] = useState<ReadonlySet<ReceiptId>>(new Set())
  const [to, setTo] = useState<UserId | null>(null)
  const [thought, setThought] = useState('')
  const assign = useAct('desk.assign')
  const given = rows.filter(({ id }) => !kept.has(id)).map(({ id }) => id)
  const toggle = (id: ReceiptId) => {
    const next = new Set(kept)
    if (!next.delete(id)) next.add(id)
    setKept(next)
  }
  const handOver = () => to !== null && assign.mutate({ receiptIds: given, to, thought }, { onSuccess: close })
  return (
    <Dialog onClose={close} opened size="xl" title={t('desk.handOverTitle')}>
      <Stack gap="sm">
        <RefusalText error={error ?? assign.error} />
        {rows.length === 0 ? <Text size="sm">{t('desk.nothingMine')}</Text> : null}
        <ul aria-label={t('desk.mine')} className={styles.handOver}>
          {rows.map((row) => (
            <li key={row.id}>
              <Checkbox
                checked={!kept.has(row.id)}
                label={
                  <span className={styles.candidateTop}>
                    <DateText date={row.bookedOn} /> {row.remitterName || row.description || '–'}{' '}
                    <Money amount={row.remaining} unit={t('parts.yen')} />
                  </span>
                }
                onChange={() => toggle(row.id)}
                size="xs"
              />
              <div className={styles.dimmed}>{row.note || t('desk.noThought')}</div>
            </li>
          ))}
        </ul>
        <ColleagueSelect onChange={setTo} oneself={false} value={to} />
        <TextInput
          label={t('desk.thoughtForAll')}
          maxLength={500}
          onChange={(event) => setThought(event.currentTarget.value)}
          size="xs"
          value={thought}
        />
        <Group gap="xs" justify="flex-end">
          <Button onClick={close} variant="default">
            {t('parts.cancel')}
          </Button>
          <Button disabled={to === null || given.length === 0} loading={assign.isPending} onClick={handOver}>
            {t('desk.handOverAct', { count: given.length })}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
