-- AlterTable
ALTER TABLE "lead" ADD COLUMN     "amount" DOUBLE PRECISION,
ADD COLUMN     "arm" TEXT,
ADD COLUMN     "first_touch_at" TIMESTAMPTZ(3),
ADD COLUMN     "rule" TEXT,
ADD COLUMN     "running_limit" JSONB,
ADD COLUMN     "step_at" TIMESTAMPTZ(3),
ADD COLUMN     "touched_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "lead_step_idx" ON "lead"("step_at", "id") WHERE (step_at IS NOT NULL);
