import { Button, Group, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { NoticeDetail } from '../../../preload/contract/notices'
import { useAct } from '../../api'
import { fieldErrors } from '../../parts/form'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './notices.module.css'

/** Puts a notice back among those to be sent, at another address where the old one was wrong. */
export function ResendNotice({ notice, onEnd }: { notice: NoticeDetail; onEnd: () => void }) {
  const { t } = useWords()
  const [address, setAddress] = useState(notice.address)
  const resend = useAct('notices.resend')
  const field = {
    error: fieldErrors(resend.error, t).address,
    label: t('notices.resendAddress'),
    maxLength: 500,
    size: 'xs',
    value: address,
  } as const
  return (
    <form
      className={styles.resend}
      onSubmit={(event) => {
        event.preventDefault()
        resend.mutate({ id: notice.id, version: notice.version, address: address.trim() }, { onSuccess: onEnd })
      }}
    >
      <p>{t('notices.resendText')}</p>
      {notice.channel === 'letter' ? (
        <Textarea {...field} autosize onChange={(event) => setAddress(event.currentTarget.value)} />
      ) : (
        <TextInput {...field} onChange={(event) => setAddress(event.currentTarget.value)} />
      )}
      <RefusalText error={resend.error} />
      <Group gap="xs">
        <Button disabled={address.trim() === ''} loading={resend.isPending} size="xs" type="submit">
          {t('notices.resend')}
        </Button>
        <Button onClick={onEnd} size="xs" variant="default">
          {t('parts.cancel')}
        </Button>
      </Group>
    </form>
  )
}
