package dev.moonpool.simulation.kernel;

import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Tasks;
import java.util.concurrent.Executor;

/// Virtual threads on an incarnation's scheduler.
final class SimTasks implements Tasks {
  private final Kernel kernel;
  private final Incarnation life;
  private final Thread.Builder.OfVirtual builder;

  SimTasks(Kernel kernel, Incarnation life, SimScheduler scheduler) {
    this.kernel = kernel;
    this.life = life;
    this.builder = SchedulerHook.builder(scheduler);
  }

  @Override
  public Task start(String name, Runnable body) {
    kernel.assertDriver();
    return begin(name, body);
  }

  @Override
  public Executor executor(String name) {
    return command -> {
      kernel.assertDriver();
      begin(name, command);
    };
  }

  private SimTask begin(String name, Runnable body) {
    SimTask task = new SimTask(life, name, body);
    task.startOn(builder);
    return task;
  }
}
