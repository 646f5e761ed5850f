import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words'
import { Dialog } from './Dialog'
import { RefusalText } from './RefusalText'

export interface ConfirmProps {
  opened: boolean
  title: string
  /** What will happen, in one or two sentences, and whatever else decides. */
  children: ReactNode
  /** The word of the act itself: 消込を取り消す. */
  act: string
  /** Red: the act takes something away. */
  takesAway?: boolean
  busy?: boolean
  disabled?: boolean
  error?: Error | null
  onAct: () => void
  onClose: () => void
}

/** Asks before something is done: says what will happen, and names the act on its button. */
export function Confirm({ opened, title, children, act, takesAway, busy, disabled, error, onAct, onClose }: ConfirmProps) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} title={title} onClose={onClose}>
      <Stack gap="sm">
        {typeof children === 'string' ? <Text size="sm">{children}</Text> : children}
        <RefusalText error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button color={takesAway ? 'red' : undefined} loading={busy} disabled={disabled} onClick={onAct} data-autofocus>
            {act}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
