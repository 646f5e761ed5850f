import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useWords } from '../words'
import { Dialog } from './Dialog'
import { RefusalText } from './RefusalText'

export interface AskReasonProps {
  title: string
  /** What will happen. */
  text: string
  label: string
  act: string
  takesAway?: boolean
  busy: boolean
  error: Error | null
  /** Fewer characters than this are no reason. */
  least?: number
  most?: number
  /** Whatever else is to be chosen. */
  children?: ReactNode
  onAct: (reason: string) => void
  onClose: () => void
}

/** Asks before something is done, and for the reason that is kept with it. */
export function AskReason(props: AskReasonProps) {
  const { title, text, label, act, takesAway, busy, error, least = 1, most = 200, children, onAct, onClose } = props
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const given = reason.trim()
  return (
    <Dialog onClose={onClose} opened title={title}>
      <Stack gap="sm">
        <Text size="sm">{text}</Text>
        {children}
        <Textarea
          autosize
          data-autofocus
          label={label}
          maxLength={most}
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
          size="xs"
          value={reason}
          withAsterisk
        />
        <RefusalText error={error} />
        <Group gap="xs" justify="flex-end">
          <Button onClick={onClose} variant="default">
            {t('parts.cancel')}
          </Button>
          <Button color={takesAway ? 'red' : undefined} disabled={given.length < least} loading={busy} onClick={() => onAct(given)}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
