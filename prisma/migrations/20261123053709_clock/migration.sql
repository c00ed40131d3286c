-- AlterTable
ALTER TABLE "lead" ADD COLUMN     "amount" DOUBLE PRECISION,
ADD COLUMN     "arm" TEXT,
ADD COLUMN     "first_touch_at" TIMESTAMPTZ(3),
ADD COLUMN     "rule" TEXT,
ADD COLUMN     "running_limit" JSONB,
ADD COLUMN     "step_at" TIMESTAMPTZ(3),
ADD COLUMN     "touched_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "fact" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "what" TEXT NOT NULL,
    "pool" TEXT,
    "rep" TEXT,
    "source" TEXT,
    "country" TEXT,
    "rule" TEXT,
    "received_at" TIMESTAMPTZ(3),
    "amount" DOUBLE PRECISION
);

-- CreateTable
CREATE TABLE "cron_run" (
    "job" TEXT NOT NULL,
    "tick" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "holder" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "done_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "cron_run_pkey" PRIMARY KEY ("job","tick")
);

-- CreateTable
CREATE TABLE "alarm" (
    "key" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "title" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3),
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "hourly_figure" (
    "figure" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "name" TEXT NOT NULL,
    "value" INTEGER NOT NULL,

    CONSTRAINT "hourly_figure_pkey" PRIMARY KEY ("figure","hour","name")
);

-- CreateTable
CREATE TABLE "experiment" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "versions" INTEGER[],
    "leads" INTEGER NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "winner" TEXT,

    CONSTRAINT "experiment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "watch" (
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "watch_pkey" PRIMARY KEY ("began_at")
);

-- CreateTable
CREATE TABLE "limit_message" (
    "recipient" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "limit_message_pkey" PRIMARY KEY ("recipient","at")
);

-- CreateIndex
CREATE INDEX "fact_at_idx" ON "fact" USING BRIN ("at");

-- CreateIndex
CREATE INDEX "fact_touched_idx" ON "fact"("at", "received_at", "pool", "rep", "source") WHERE (what = 'touched');

-- CreateIndex
CREATE INDEX "cron_run_newest_idx" ON "cron_run"("job", "at");

-- CreateIndex
CREATE INDEX "cron_run_open_idx" ON "cron_run"("job", "at") WHERE (done_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "experiment_name_split_key" ON "experiment"("name", "split");

-- CreateIndex
CREATE INDEX "lead_step_idx" ON "lead"("step_at", "id") WHERE (step_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "lead_untouched_idx" ON "lead"("received_at", "pool", "owner") WHERE (first_touch_at IS NULL AND (status = 'pooled' OR status = 'offered' OR status = 'owned'));

-- CreateIndex
CREATE INDEX "lead_arm_idx" ON "lead"("rule", "ruleset_version") WHERE (arm IS NOT NULL);
