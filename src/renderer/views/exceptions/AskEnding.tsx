import { Button, Group, Stack, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { formatDate } from '../../../preload/contract/date'
import type { EndingWish } from '../../../preload/contract/exceptions'
import type { OutputOf } from '../../../preload/contract/methods'
import { formatYen } from '../../../preload/contract/money'
import { useAct, useCall } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { JournalLines } from '../clearing/JournalPreview'
import { WhoAgrees } from '../refunds/WhoAgrees'
import styles from './exceptions.module.css'

export interface AskEndingProps {
  wish: EndingWish
  /** All that this way of ending must name is named. */
  isNamed: boolean
  /** What is to be chosen. */
  children?: ReactNode
  /** Where it stands in a dialog: closes that. */
  onClose?: () => void
}

/** Before an exception is ended: the entry and those who must agree; then the reason, and the ending itself or the asking for it. */
export function AskEnding({ wish, isNamed, children, onClose }: AskEndingProps) {
  const { t } = useWords()
  const [why, setWhy] = useState('')
  const preview = useCall('exceptions.preview', wish, { enabled: isNamed })
  const end = useAct('exceptions.end')
  const found = preview.error || preview.isPlaceholderData || !isNamed ? null : (preview.data ?? null)
  if (end.data) return <Ended ended={end.data.ended} onClose={onClose} />
  return (
    <Stack gap="xs">
      {children}
      <RefusalText error={isNamed ? preview.error : null} />
      {found ? <WhatHappens found={found} /> : null}
      <Textarea
        autosize
        label={t('exceptions.why')}
        maxLength={500}
        minRows={2}
        onChange={(event) => setWhy(event.currentTarget.value)}
        size="xs"
        value={why}
        withAsterisk
      />
      <RefusalText error={end.error} />
      <Group gap="xs">
        <Button
          disabled={found === null || why.trim() === ''}
          loading={end.isPending}
          onClick={() => found && end.mutate({ ...wish, version: found.version, why: why.trim() })}
          size="xs"
        >
          {t(found && found.approvers.needed > 0 ? 'exceptions.ask' : 'exceptions.end')}
        </Button>
        {onClose ? (
          <Button onClick={onClose} size="xs" variant="default">
            {t('parts.cancel')}
          </Button>
        ) : null}
      </Group>
    </Stack>
  )
}

function Ended({ ended, onClose }: { ended: boolean; onClose: (() => void) | undefined }) {
  const { t } = useWords()
  return (
    <Stack align="flex-start" gap="xs">
      <p role="status">{t(ended ? 'exceptions.ended' : 'exceptions.askedNow')}</p>
      {onClose ? (
        <Button data-autofocus onClick={onClose} size="xs" variant="default">
          {t('parts.close')}
        </Button>
      ) : null}
    </Stack>
  )
}

function WhatHappens({ found }: { found: OutputOf<'exceptions.preview'> }) {
  const { t } = useWords()
  return (
    <div>
      <h2>{t('exceptions.journal')}</h2>
      {found.journal.length > 0 ? <JournalLines lines={found.journal} /> : <p>{t('exceptions.noEntry')}</p>}
      <p className={styles.dimmed}>
        {found.journal.length > 0 ? t('exceptions.bookedAs', { day: formatDate(found.bookedOn) }) : null}{' '}
        {found.remaining > 0 ? t('exceptions.stays', { amount: formatYen(found.remaining) }) : null}
      </p>
      <WhoAgrees approvers={found.approvers} />
    </div>
  )
}
