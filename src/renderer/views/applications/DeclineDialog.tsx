import { Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '../../parts/Confirm'

export interface DeclineDialogProps {
  opened: boolean
  title: string
  text: string
  label: string
  act: string
  busy: boolean
  error: Error | null
  onDecline: (reason: string) => void
  onClose: () => void
}

/** Declines with a reason, which somebody outside reads. */
export function DeclineDialog({ opened, title, text, label, act, busy, error, onDecline, onClose }: DeclineDialogProps) {
  const [reason, setReason] = useState('')
  return (
    <Confirm
      act={act}
      busy={busy}
      disabled={reason.trim() === ''}
      error={error}
      onAct={() => onDecline(reason.trim())}
      onClose={onClose}
      opened={opened}
      takesAway
      title={title}
    >
      <Text size="sm">{text}</Text>
      <Textarea
        autosize
        label={label}
        maxLength={500}
        minRows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
        size="xs"
        value={reason}
        withAsterisk
      />
    </Confirm>
  )
}
