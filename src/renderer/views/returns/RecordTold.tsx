import { Button, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type ProtectionDetail, type Told, ToldBy } from '../../../preload/contract/protection'
import { useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'

export interface RecordToldProps {
  detail: ProtectionDetail
  orderNumber: string
  onClose: () => void
}

/** Writes down what payer or merchant told by telephone, fax, letter, at the counter or by mail; only what fits the order as it stands. */
export function RecordTold({ detail, orderNumber, onClose }: RecordToldProps) {
  const { t } = useWords()
  const [told, setTold] = useState<Told | null>(detail.recordable.length === 1 ? (detail.recordable[0] ?? null) : null)
  const [source, setSource] = useState<ToldBy>('telephone')
  const [text, setText] = useState('')
  const record = useAct('orders.record')
  const send = () => {
    if (told === null || text.trim() === '') return
    record.mutate({ id: detail.orderId, version: detail.version, told, source, text: text.trim() }, { onSuccess: onClose })
  }
  return (
    <Dialog onClose={onClose} opened title={t('returns.recordTitle', { number: orderNumber })}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('returns.recordText')}</Text>
          <Select
            data={detail.recordable.map((each) => ({ value: each, label: t(`nouns.told.${each}`) }))}
            data-autofocus
            label={t('returns.recordWhat')}
            onChange={(value) => setTold(detail.recordable.find((each) => each === value) ?? null)}
            value={told}
            withAsterisk
          />
          <Select
            data={ToldBy.options.map((each) => ({ value: each, label: t(`nouns.source.${each}`) }))}
            label={t('returns.recordSource')}
            onChange={(value) => setSource(ToldBy.options.find((each) => each === value) ?? source)}
            value={source}
          />
          <Textarea
            autosize
            description={t('returns.recordSaidHint')}
            label={t('returns.recordSaid')}
            maxLength={500}
            minRows={3}
            onChange={(event) => setText(event.currentTarget.value)}
            value={text}
            withAsterisk
          />
          <RefusalText error={record.error} />
          <Group gap="xs" justify="flex-end">
            <Button onClick={onClose} variant="default">
              {t('parts.cancel')}
            </Button>
            <Button disabled={told === null || text.trim() === ''} loading={record.isPending} type="submit">
              {t('returns.recordAct')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
