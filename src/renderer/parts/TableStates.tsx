import { Button, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words'
import styles from './DataTable.module.css'
import { RefusalText } from './RefusalText'

/** Why a list is empty, and what to do next. */
export interface EmptyWords {
  title: string
  text?: string
  action?: ReactNode
}

export function TableEmpty({ words }: { words: EmptyWords | undefined }) {
  const { t } = useWords()
  return (
    <Stack className={styles.state} gap={6} align="center">
      <Text fw={600}>{words?.title ?? t('parts.emptyTitle')}</Text>
      <Text size="sm" c="dimmed">
        {words ? words.text : t('parts.emptyText')}
      </Text>
      {words?.action}
    </Stack>
  )
}

export function TableError({ error, onAgain }: { error: Error; onAgain: () => void }) {
  const { t } = useWords()
  return (
    <Stack className={styles.state} gap={8} align="center">
      <RefusalText error={error} title={t('parts.errorTitle')} />
      <Button variant="default" size="xs" onClick={onAgain}>
        {t('parts.again')}
      </Button>
    </Stack>
  )
}
