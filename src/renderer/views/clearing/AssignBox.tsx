import { Button, TextInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { ReceiptId, UserId } from '../../../preload/contract/ids'
import { useAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ColleagueSelect } from './ColleagueSelect'
import styles from './clearing.module.css'

/** In the foot of the desk: who is to have this deposit, and the last thought about it. Enter gives it, Esc does not. */
export function AssignBox({ id, close }: { id: ReceiptId; close: () => void }) {
  const { t } = useWords()
  const [to, setTo] = useState<UserId | null>(null)
  const [thought, setThought] = useState('')
  const assign = useAct('desk.assign')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (to !== null) assign.mutate({ receiptIds: [id], to, thought }, { onSuccess: close })
  }
  const keyed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key !== 'Escape') return
    event.preventDefault()
    close()
  }
  return (
    <form className={styles.assign} onKeyDown={keyed} onSubmit={submit}>
      <ColleagueSelect onChange={setTo} oneself takesFocus value={to} />
      <TextInput
        flex={1}
        label={t('desk.thought')}
        maxLength={500}
        onChange={(event) => setThought(event.currentTarget.value)}
        size="xs"
        value={thought}
      />
      <Button disabled={to === null} loading={assign.isPending} size="xs" type="submit">
        {t('desk.assign')}
      </Button>
      <RefusalText error={assign.error} />
    </form>
  )
}
