import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { GatewayName } from '../../../preload/contract/gateways'
import { useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { Quoted } from '../../parts/Quoted'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip } from '../../parts/StatusChip'
import { useWords } from '../../words'
import styles from './gateways.module.css'
import { factIn } from './test-answer'

/** Tries a connector with what is kept of it, and tells what was found, or the answer in the other side's own words. */
export function GatewayTest({ name, onClose }: { name: GatewayName; onClose: () => void }) {
  const { t } = useWords()
  const [to, setTo] = useState('')
  const test = useAct('gateways.test')
  return (
    <Dialog onClose={onClose} opened title={t('gateways.testTitle', { name: t(`nouns.gateway.${name}`) })}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          test.mutate({ name, to: to.trim() })
        }}
      >
        <Stack gap="sm">
          {name === 'mail_out' || name === 'webhook' ? (
            <TextInput
              data-autofocus
              description={name === 'mail_out' ? t('gateways.testToHint') : undefined}
              inputMode={name === 'mail_out' ? 'email' : 'url'}
              label={t(name === 'mail_out' ? 'gateways.testTo' : 'gateways.testCall')}
              onChange={(event) => setTo(event.currentTarget.value)}
              value={to}
            />
          ) : null}
          <RefusalText error={test.error} />
          {test.data ? (
            <div aria-live="polite" className={styles.answer}>
              <StatusChip tone={test.data.ok ? 'done' : 'wrong'}>{t(test.data.ok ? 'gateways.testGood' : 'gateways.testBad')}</StatusChip>
              <Answer answer={test.data.answer} name={name} />
            </div>
          ) : null}
          <Group gap="xs" justify="flex-end">
            <Button onClick={onClose} variant="default">
              {t('parts.close')}
            </Button>
            <Button loading={test.isPending} type="submit">
              {t('gateways.testAct')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function Answer({ name, answer }: { name: GatewayName; answer: string }) {
  const { t } = useWords()
  const found = factIn(name, answer)
  if (found) return <p>{found.fact === 'files' ? t('gateways.testFiles', { count: found.count }) : t(`gateways.testFact.${found.fact}`)}</p>
  return (
    <>
      <p className={styles.dimmed}>{t('gateways.words')}</p>
      <Quoted>{answer}</Quoted>
    </>
  )
}
