import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { JobState } from '../../preload/contract/jobs'
import { useWords } from '../words'

export interface JobProgressProps {
  /** As `useJob` tells it; nothing is shown unless the job runs. */
  state: JobState | null
  /** What is being done, in a few words. */
  title: string
  onCancel: () => void
}

const figures = new Intl.NumberFormat('ja-JP')

/** How far a long job is, in records, and the way to stop it. */
export function JobProgress({ state, title, onCancel }: JobProgressProps) {
  const { t } = useWords()
  const [stopping, setStopping] = useState(false)
  if (state?.state !== 'running') return null
  const { done, total } = state
  const share = total === null || total === 0 ? null : Math.min(100, Math.floor((done / total) * 100))
  const said =
    total === null
      ? t('parts.doneSoFar', { done: figures.format(done) })
      : t('parts.doneOf', { done: figures.format(done), total: figures.format(total) })
  return (
    <Stack gap={6} role="status" aria-live="polite">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">
          {title}{' '}
          <Text span size="sm" c="dimmed">
            {said}
          </Text>
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          disabled={stopping}
          onClick={() => {
            setStopping(true)
            onCancel()
          }}
        >
          {stopping ? t('parts.cancelling') : t('parts.cancelJob')}
        </Button>
      </Group>
      <Progress value={share ?? 100} animated={share === null} aria-label={title} size="sm" />
    </Stack>
  )
}
