package io.varve.replication.delivery;

import io.varve.codec.protocol.RefusalCode;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

import java.util.ArrayList;
import java.util.function.Consumer;

/** The thread that delivers, each task in its turn. */
public final class DeliveryAgent implements Agent
{
    private static final int QUEUE_LENGTH = 1_024;
    private static final int TAKEN_IN_A_TURN = 64;

    private final ManyToOneConcurrentArrayQueue<DeliveryTask> newTasks = new ManyToOneConcurrentArrayQueue<>(QUEUE_LENGTH);
    private final ArrayList<DeliveryTask> tasks = new ArrayList<>();
    private final Consumer<DeliveryTask> onNew = tasks::add;
    private final ErrorHandler errorHandler;

    /** @param errorHandler told of failures that are nobody's fault but the node's. */
    public DeliveryAgent(final ErrorHandler errorHandler)
    {
        this.errorHandler = errorHandler;
    }

    /**
     * Takes a task; by any thread.
     *
     * @return false when there are too many new ones for the moment.
     */
    public boolean add(final DeliveryTask task)
    {
        return newTasks.offer(task);
    }

    @Override
    public int doWork()
    {
        int work = newTasks.drain(onNew, TAKEN_IN_A_TURN);
        for (int i = tasks.size() - 1; i >= 0; i--)
        {
            final DeliveryTask task = tasks.get(i);
            work += run(task);
            if (task.isDone())
            {
                tasks.remove(i);
                task.close();
                work++;
            }
        }
        return work;
    }

    private int run(final DeliveryTask task)
    {
        try
        {
            return task.run();
        }
        catch (final RuntimeException e)
        {
            errorHandler.onError(e);
            task.fail(RefusalCode.IO_ERROR, e.toString());
            return 1;
        }
    }

    @Override
    public void onClose()
    {
        newTasks.drain(onNew);
        for (final DeliveryTask task : tasks)
        {
            task.close();
        }
        tasks.clear();
    }

    @Override
    public String roleName()
    {
        return "varve-delivery";
    }
}
