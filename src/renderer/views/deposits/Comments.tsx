import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ReceiptId } from '../../../preload/contract/ids'
import { useAct, useCall } from '../../api'
import { actorName } from '../../parts/actor'
import { InstantText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './deposits.module.css'

/** What people wrote about a deposit, the oldest first: who, when, what; or the note that another screen left. */
export function Comments({ id, note }: { id: ReceiptId; note: string }) {
  const { t } = useWords()
  const { data, isPlaceholderData } = useCall('deposits.comments', { id })
  const comments = isPlaceholderData ? [] : (data?.comments ?? [])
  if (comments.length === 0) return note === '' || !data || isPlaceholderData ? null : <p className={styles.comments}>{note}</p>
  return (
    <ul aria-label={t('desk.comments')} className={styles.comments}>
      {comments.map((comment) => (
        <li key={comment.id}>
          {comment.text}
          <div className={styles.dimmed}>
            {actorName(comment.by)} <InstantText at={comment.at} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** A line for one more thought; Enter adds it. */
export function CommentBox({ id }: { id: ReceiptId }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const add = useAct('deposits.comment')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate({ id, text }, { onSuccess: () => setText('') })
  }
  return (
    <form className={styles.commentBox} onSubmit={submit}>
      <TextInput
        aria-label={t('desk.comment')}
        flex={1}
        maxLength={500}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t('desk.comment')}
        size="xs"
        value={text}
      />
      <Button disabled={text.trim() === ''} loading={add.isPending} size="xs" type="submit" variant="default">
        {t('desk.commentAct')}
      </Button>
      <RefusalText error={add.error} />
    </form>
  )
}
